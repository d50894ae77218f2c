/** How well something is, and the worst of several. Unknown is not healthy. */
export type Health = 'ok' | 'warn' | 'crit' | 'unk'

const FROM_WORST: readonly Health[] = ['crit', 'warn', 'unk', 'ok']

/** The worst; unknown when there is nothing that could tell. */
export function worstHealth(all: readonly Health[]): Health {
  return FROM_WORST.find((one) => all.includes(one)) ?? 'unk'
}

/** The range that needs no explanation. */
export interface Expected {
  readonly min?: number | undefined
  readonly max?: number | undefined
}

/** A share of 100.00000000000001 % is 100 %: what arithmetic adds is no departure. */
export function isExpected(value: number, { min, max }: Expected): boolean {
  const slack = 1e-9 * Math.max(Math.abs(min ?? 0), Math.abs(max ?? 0))
  return (min === undefined || value >= min - slack) && (max === undefined || value <= max + slack)
}
