/** The moments that all charts of a dashboard share: round times, so that a line does not tremble from one reading to the next. */

export interface Moments {
  readonly fromMs: number
  readonly toMs: number
  readonly stepMs: number
  readonly count: number
}

/** Points of a line: as many as a chart of half a page can show. */
const MOST_POINTS = 180
const STEPS_S = [
  1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 43_200, 86_400,
]

export function momentsOf(fromMs: number, toMs: number): Moments {
  const least = (toMs - fromMs) / MOST_POINTS / 1_000
  const seconds = STEPS_S.find((one) => one >= least) ?? Math.ceil(least / 86_400) * 86_400
  const stepMs = seconds * 1_000
  const first = Math.ceil(fromMs / stepMs) * stepMs
  const last = Math.max(first, Math.floor(toMs / stepMs) * stepMs)
  return { fromMs: first, toMs: last, stepMs, count: (last - first) / stepMs + 1 }
}
