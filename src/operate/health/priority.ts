/**
 * Priority by what the business loses: impact (the outcomes that suffer) times urgency (how grave the alarm is).
 * A pure table, so that the same harm has the same priority whoever asks.
 */
type Priority = 'P1' | 'P2' | 'P3' | 'P4' | 'P5'
export type Urgency = 'critical' | 'warning' | 'info'

/** An outcome that suffers. */
export interface SufferingOutcome {
  /** outcome:name */
  readonly outcome?: string | undefined
  /** How much the business suffers without it, 1 to 10. */
  readonly weight: number
}

export interface Judgement {
  readonly priority: Priority
  /** In words: which outcome set it, and why. */
  readonly reason: string
}

interface Row extends Readonly<Record<Urgency, Priority>> {
  readonly fromWeight: number
  readonly impact: string
}

/** Read from the top: the first row whose weight is reached. */
const MATRIX: readonly Row[] = [
  { fromWeight: 8, impact: 'vital to the business', critical: 'P1', warning: 'P2', info: 'P4' },
  { fromWeight: 5, impact: 'important', critical: 'P2', warning: 'P3', info: 'P4' },
  { fromWeight: 3, impact: 'of some importance', critical: 'P3', warning: 'P4', info: 'P5' },
  { fromWeight: 0, impact: 'minor', critical: 'P4', warning: 'P5', info: 'P5' },
]

/** Why an incident without an outcome stands in the middle: nobody knows what it costs. */
const UNMAPPED_REASON = 'no outcome is mapped'

/**
 * The priority of harm, with the outcome that set it.
 *
 * @example
 * priorityOf({ outcomes: [{ outcome: 'outcome:orders', weight: 10 }], severity: 'critical' })
 * // { priority: 'P1', reason: 'orders is vital to the business (weight 10), and the alarm is critical' }
 */
export function priorityOf(harm: {
  readonly outcomes: readonly SufferingOutcome[]
  readonly severity: Urgency
}): Judgement {
  const { outcomes, severity } = harm
  const worst = outcomes.reduce<SufferingOutcome | undefined>(
    (heaviest, one) => (heaviest && heaviest.weight >= one.weight ? heaviest : one),
    undefined,
  )
  if (!worst) return { priority: 'P3', reason: UNMAPPED_REASON }
  const row = MATRIX.find(({ fromWeight }) => worst.weight >= fromWeight) ?? MATRIX.at(-1)!
  const name = worst.outcome?.replace(/^outcome:/, '') ?? 'the outcome'
  return {
    priority: row[severity],
    reason: `${name} is ${row.impact} (weight ${worst.weight}), and the alarm is ${
      severity === 'info' ? 'for information' : severity === 'warning' ? 'a warning' : 'critical'
    }`,
  }
}
