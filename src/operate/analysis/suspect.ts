/** Somebody who may be the cause, and why we think so. A suggestion: a person confirms it. */
export interface Suspect {
  /** A service, or another part that calls and is called. */
  readonly name: string
  /** 0 to 1, for the order among suspects; it is no probability. */
  readonly score: number
  /** What speaks for it, most telling first. */
  readonly reasons: readonly string[]
}

/** Highest score first; by name where equal, so that the order is the same each time. */
export function inOrder(suspects: readonly Suspect[]): Suspect[] {
  return suspects
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || (a.name < b.name ? -1 : 1))
}
