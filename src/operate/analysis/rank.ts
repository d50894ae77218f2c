/** One order of suspects out of what each source suspects: independent signs add up, and none makes certain. */
import { groupBy } from './group-by.ts'
import { inOrder, type Suspect } from './suspect.ts'

const MOST_REASONS = 5

/** Each once, as the one who looks worst on it saw it: the same loss seen from two doors is one loss. */
export function strongest(suspects: readonly Suspect[]): Suspect[] {
  const byName = groupBy(suspects, ({ name }) => name)
  return [...byName.values()].map((all) => all.reduce((a, b) => (b.score > a.score ? b : a)))
}

/** `weight` is how far a source is trusted, 0 to 1. */
export function rank(
  found: readonly { readonly weight: number; readonly suspects: readonly Suspect[] }[],
): Suspect[] {
  const signs = found.flatMap(({ weight, suspects }) =>
    suspects.map(({ name, score, reasons }) => ({ name, reasons, sign: weight * score })),
  )
  return inOrder(
    [...groupBy(signs, ({ name }) => name)].map(([name, all]) => ({
      name,
      score: 1 - all.reduce((doubt, { sign }) => doubt * (1 - sign), 1),
      reasons: all
        .sort((a, b) => b.sign - a.sign)
        .flatMap(({ reasons }) => reasons)
        .slice(0, MOST_REASONS),
    })),
  )
}
