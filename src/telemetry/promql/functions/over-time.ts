/** Functions of the samples in a window, where the order in time matters little. */
import { KahanMean, KahanSum, Variance } from '../kahan.ts'
import { quantile, quantileProblem } from '../quantile.ts'
import { type PromqlFunction, scalarOf, type Window, windowFunction } from './define.ts'

interface Fold {
  add(value: number): void
  value(): number
}

function folded(start: () => Fold): (window: Window) => number {
  return ({ values, from, to }) => {
    const fold = start()
    for (let i = from; i < to; i++) fold.add(values[i]!)
    return fold.value()
  }
}

/** Position of the best value; NaN is worse than any. */
function best(
  { values, from, to }: Window,
  isBetter: (value: number, best: number) => boolean,
): number {
  let found = from
  for (let i = from + 1; i < to; i++)
    if (isBetter(values[i]!, values[found]!) || Number.isNaN(values[found]!)) found = i
  return found
}

const smaller = (value: number, best: number) => value < best
const larger = (value: number, best: number) => value > best
const notLarger = (value: number, best: number) => value <= best
const notSmaller = (value: number, best: number) => value >= best

function medianDistance(window: Window): number {
  const values = window.values.subarray(window.from, window.to)
  if (values.some(Number.isNaN)) return Number.NaN
  const median = quantile(0.5, values)
  return quantile(
    0.5,
    values.map((value) => Math.abs(value - median)),
  )
}

export const overTimeFunctions: readonly PromqlFunction[] = [
  windowFunction(
    'sum_over_time',
    folded(() => new KahanSum()),
  ),
  windowFunction(
    'avg_over_time',
    folded(() => new KahanMean()),
  ),
  windowFunction(
    'stdvar_over_time',
    folded(() => new Variance()),
  ),
  windowFunction('stddev_over_time', (window) => Math.sqrt(folded(() => new Variance())(window))),
  windowFunction('count_over_time', ({ from, to }) => to - from),
  windowFunction('present_over_time', () => 1),
  windowFunction('min_over_time', (window) => window.values[best(window, smaller)]),
  windowFunction('max_over_time', (window) => window.values[best(window, larger)]),
  windowFunction('first_over_time', ({ values, from }) => values[from], { keepsName: true }),
  windowFunction('last_over_time', ({ values, to }) => values[to - 1], { keepsName: true }),
  windowFunction('mad_over_time', medianDistance),
  windowFunction('ts_of_first_over_time', ({ times, from }) => times[from]! / 1000),
  windowFunction('ts_of_last_over_time', ({ times, to }) => times[to - 1]! / 1000),
  windowFunction('ts_of_min_over_time', (window) => window.times[best(window, notLarger)]! / 1000),
  windowFunction('ts_of_max_over_time', (window) => window.times[best(window, notSmaller)]! / 1000),
  windowFunction(
    'quantile_over_time',
    ({ values, from, to }, q) => quantile(q!, values.subarray(from, to)),
    {
      before: 1,
      inspect: ({ args, exprs, notes }) => {
        for (const q of scalarOf(args[0])) {
          const problem = quantileProblem(q)
          if (problem) notes.warn(problem, exprs[0]!.position)
        }
      },
    },
  ),
]
