/**
 * Which windows tell that a budget burns too fast: a long one so that it matters, a short one so that it still goes on.
 *
 * Source: The Site Reliability Workbook (Google, 2018), chapter 5, “Multiwindow, Multi-Burn-Rate Alerts”: for a window
 * of 30 days 2 % of the budget in 1 h (14.4), 5 % in 6 h (6), 10 % in 3 d (1), each with a short window of a twelfth.
 * The share of the budget stays; the factor is scaled to the window of the objective.
 */
export interface BurnWindow {
  readonly longMs: number
  readonly shortMs: number
  /** How many times as fast as allowed. */
  readonly factor: number
  /** Woken for, or looked at on the next working day. */
  readonly severity: 'critical' | 'warning'
}

const HOUR = 3_600_000

const SHARES = [
  { longMs: HOUR, share: 0.02, severity: 'critical' },
  { longMs: 6 * HOUR, share: 0.05, severity: 'critical' },
  { longMs: 72 * HOUR, share: 0.1, severity: 'warning' },
] as const

/** Only windows that are shorter than the objective’s own. */
export function burnWindows(objectiveWindowMs: number): BurnWindow[] {
  return SHARES.filter(({ longMs }) => longMs < objectiveWindowMs).map(
    ({ longMs, share, severity }) => ({
      longMs,
      shortMs: longMs / 12,
      // Rounded, since 14.399999999999999 would be read as a secret.
      factor: Number(((share * objectiveWindowMs) / longMs).toPrecision(6)),
      severity,
    }),
  )
}
