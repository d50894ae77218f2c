/** How fast series change. `rate`, `increase` and `delta` extrapolate to the edges of the window as Prometheus does. */
import { unwrap } from '../ast.ts'
import type { MatrixValue } from '../grid.ts'
import { NAME } from '../labels.ts'
import { type CallContext, type PromqlFunction, type Window, windowFunction } from './define.ts'
import { changeAtEdges, insideEdges } from './edges.ts'

/** What kind of change is asked for. */
interface Change {
  /** Falls are restarts from zero. */
  readonly counter: boolean
  readonly perSecond: boolean
}

/** The change over the whole window, or undefined with fewer than two samples. */
export function extrapolatedChange(window: Window, change: Change): number | undefined {
  const { times, values, from, to, startMs, endMs } = window
  const count = to - from
  if (count < 2) return undefined
  const first = values[from]!
  let difference = values[to - 1]! - first
  if (change.counter)
    for (let i = from + 1; i < to; i++)
      if (values[i]! < values[i - 1]!) difference += values[i - 1]!

  const sampled = (times[to - 1]! - times[from]!) / 1000
  const average = sampled / (count - 1)
  // A gap at an edge that is not longer than usual belongs to the series; a longer one means that it began or ended.
  const threshold = average * 1.1
  let before = (times[from]! - startMs) / 1000
  let after = (endMs - times[to - 1]!) / 1000
  if (before >= threshold) before = average / 2
  if (change.counter && difference > 0 && first >= 0) {
    // A counter cannot have been below zero.
    const sinceZero = sampled * (first / difference)
    if (sinceZero < before) before = sinceZero
  }
  if (after >= threshold) after = average / 2
  let factor = (sampled + before + after) / sampled
  if (change.perSecond) factor /= (endMs - startMs) / 1000
  return difference * factor
}

function changing(name: string, change: Change): PromqlFunction {
  return windowFunction(
    name,
    (window) => (window.edges ? changeAtEdges(window, change) : extrapolatedChange(window, change)),
    change.counter ? { inspect: noteGauges } : {},
  )
}

function lastChange(name: string, change: Change): PromqlFunction {
  return windowFunction(
    name,
    ({ times, values, from, to }) => {
      if (to - from < 2) return undefined
      const last = values[to - 1]!
      const previous = values[to - 2]!
      const difference = change.counter && last < previous ? last : last - previous
      return change.perSecond ? difference / ((times[to - 1]! - times[to - 2]!) / 1000) : difference
    },
    change.counter ? { inspect: noteGauges } : {},
  )
}

/** How often neighbours satisfy a test. */
function counting(name: string, test: (value: number, before: number) => boolean): PromqlFunction {
  return windowFunction(name, (window) => {
    const { values } = window
    const [from, to] = window.edges ? insideEdges(window) : [window.from, window.to]
    if (from >= to) return undefined
    let count = 0
    for (let i = from + 1; i < to; i++) if (test(values[i]!, values[i - 1]!)) count++
    return count
  })
}

const COUNTER_NAME = /_(?:total|sum|count|bucket)$/

// People take the rate of a gauge by mistake more often than on purpose.
function noteGauges({ args, exprs, notes }: CallContext): void {
  const matrix = args[0] as MatrixValue
  const selector = exprs[0] && unwrap(exprs[0])
  if (selector?.kind !== 'matrix') return
  for (const { labels } of matrix.rows) {
    const name = labels[NAME]
    if (labels.__type__ === 'counter' || labels.__type__ === 'histogram') continue
    if (name !== undefined && !COUNTER_NAME.test(name))
      notes.info(
        `metric might not be a counter, name does not end in _total/_sum/_count/_bucket: "${name}"`,
        exprs[0]!.position,
      )
  }
}

export const rateFunctions: readonly PromqlFunction[] = [
  changing('rate', { counter: true, perSecond: true }),
  changing('increase', { counter: true, perSecond: false }),
  changing('delta', { counter: false, perSecond: false }),
  lastChange('irate', { counter: true, perSecond: true }),
  lastChange('idelta', { counter: false, perSecond: false }),
  counting('resets', (value, before) => value < before),
  counting(
    'changes',
    (value, before) => value !== before && !(Number.isNaN(value) && Number.isNaN(before)),
  ),
]
