/** Runs the product's baseline over a stream as it would have come: one row after the other. */
import { Baseline } from '#operate'
import type { Stream } from './series.ts'

/** Anomalies of a file are this far apart; NAB tells a detector how long the file is. */
const HOLD_OFF_SHARE = 0.05

/** Scores by row; the range of the values is told, as NAB tells it. */
export function scoresOf({ timesMs, values }: Stream): Float64Array {
  let least = Number.POSITIVE_INFINITY
  let greatest = Number.NEGATIVE_INFINITY
  for (const value of values) {
    least = Math.min(least, value)
    greatest = Math.max(greatest, value)
  }
  const baseline = new Baseline({
    range: [least, greatest],
    holdOffMs: HOLD_OFF_SHARE * (timesMs.at(-1)! - timesMs[0]!),
  })
  return values.map((value, i) => baseline.observe(timesMs[i]!, value).score)
}

/** Scores without knowing anything of the file before, with the holds of the product. */
export function scoresUntold({ timesMs, values }: Stream): Float64Array {
  const baseline = new Baseline()
  return values.map((value, i) => baseline.observe(timesMs[i]!, value).score)
}
