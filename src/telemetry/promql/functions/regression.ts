/** Lines and trends through the samples of a window. */
import { PromqlEvaluationError } from '../errors.ts'
import { KahanSum } from '../kahan.ts'
import { type PromqlFunction, type Window, windowFunction } from './define.ts'

/** Least squares: slope per second, and the value of the line at `atMs`. */
function line(
  { times, values, from, to }: Window,
  atMs: number,
): { slope: number; intercept: number } {
  const count = to - from
  const first = values[from]!
  let constant = true
  const [sumX, sumY, sumXY, sumXX] = [
    new KahanSum(),
    new KahanSum(),
    new KahanSum(),
    new KahanSum(),
  ]
  for (let i = from; i < to; i++) {
    const y = values[i]!
    if (i > from && y !== first) constant = false
    const x = (times[i]! - atMs) / 1000
    sumX.add(x)
    sumY.add(y)
    sumXY.add(x * y)
    sumXX.add(x * x)
  }
  if (constant)
    return {
      slope: Number.isFinite(first) ? 0 : Number.NaN,
      intercept: Number.isFinite(first) ? first : Number.NaN,
    }
  const [x, y, xy, xx] = [sumX, sumY, sumXY, sumXX].map((sum) => sum.total + sum.rest) as [
    number,
    number,
    number,
    number,
  ]
  const slope = (xy - (x * y) / count) / (xx - (x * x) / count)
  return { slope, intercept: y / count - (slope * x) / count }
}

/** Holt's double exponential smoothing. */
function smooth({ values, from, to }: Window, level: number, trend: number): number | undefined {
  for (const [name, factor] of [
    ['smoothing', level],
    ['trend', trend],
  ] as const)
    if (!(factor > 0 && factor < 1))
      throw new PromqlEvaluationError({
        problem: `invalid ${name} factor. Expected: 0 < factor < 1, got: ${factor}`,
      })
  if (to - from < 2) return undefined
  let previous = 0
  let current = values[from]!
  let slope = values[from + 1]! - values[from]!
  for (let i = from + 1; i < to; i++) {
    if (i > from + 1) slope = trend * (current - previous) + (1 - trend) * slope
    const next = level * values[i]! + (1 - level) * (current + slope)
    previous = current
    current = next
  }
  return current
}

export const regressionFunctions: readonly PromqlFunction[] = [
  windowFunction('deriv', (window) =>
    window.to - window.from < 2 ? undefined : line(window, window.times[window.from]!).slope,
  ),
  windowFunction(
    'predict_linear',
    (window, aheadSeconds) => {
      if (window.to - window.from < 2) return undefined
      const { slope, intercept } = line(window, window.nowMs)
      return slope * aheadSeconds! + intercept
    },
    { after: 1 },
  ),
  windowFunction(
    'double_exponential_smoothing',
    (window, level, trend) => smooth(window, level!, trend!),
    {
      after: 2,
    },
  ),
]
