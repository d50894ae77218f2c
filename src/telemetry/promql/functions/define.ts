/**
 * What a function is to the evaluator. There are three shapes: one value to one value, one window of samples
 * to one value, and everything else. Adding a function is one entry in the list of its family.
 */
import type { Expr, ValueType } from '../ast.ts'
import type { Grid, MatrixValue, Row, ScalarValue, Value } from '../grid.ts'
import type { Notes } from '../notes.ts'

/** How a function is called. The last `optional` arguments may be left out; `rest` repeats the last. */
export interface Signature {
  readonly args: readonly ValueType[]
  readonly optional?: number
  readonly rest?: boolean
  readonly returns: 'scalar' | 'vector'
}

/** What a call can see. Arguments are evaluated; their expressions are there for positions and shape. */
export interface CallContext {
  readonly grid: Grid
  readonly query: QueryScope
  readonly position: number
  readonly exprs: readonly Expr[]
  readonly args: readonly Value[]
  readonly notes: Notes
  /** Times of the samples behind a plain selector, in milliseconds; only for `timestamp`. */
  readonly sampleTimes?: readonly Row[]
}

/** The whole query, for functions that speak about it. */
export interface QueryScope {
  readonly startMs: number
  readonly endMs: number
  readonly stepMs: number
}

/** Samples of one series within `(startMs, endMs]`: positions `from` to `to`, exclusive. */
export interface Window {
  readonly times: Float64Array
  readonly values: Float64Array
  readonly from: number
  readonly to: number
  readonly startMs: number
  readonly endMs: number
  /** The moment of evaluation; differs from `endMs` with offset and @. */
  readonly nowMs: number
  readonly edges: 'anchored' | 'smoothed' | undefined
}

export interface PromqlFunction extends Signature {
  readonly name: string
  /** Whether its series keep the metric's name. */
  readonly keepsName?: boolean
  readonly evaluate: (call: CallContext) => Value
  /** What it makes of one window, for those who hold windows themselves. */
  readonly ofWindow?: OfWindow
  /** What it makes of one value and the scalars that follow. */
  readonly ofValue?: (value: number, ...params: number[]) => number | undefined
}

export interface OfWindow {
  readonly compute: (window: Window, ...params: number[]) => number | undefined
  /** Scalars before the range vector. */
  readonly before: number
}

/** A function of each value of a vector; scalars that follow are handed on, one per step. */
export function valueFunction(
  name: string,
  compute: (value: number, ...params: number[]) => number | undefined,
  params: { count?: number; optional?: number } = {},
): PromqlFunction {
  const scalars = Array.from({ length: params.count ?? 0 }, (): ValueType => 'scalar')
  return {
    name,
    args: ['vector', ...scalars],
    optional: params.optional ?? 0,
    returns: 'vector',
    ofValue: compute,
    evaluate: ({ args }) => {
      const rest = args.slice(1) as ScalarValue[]
      const rows = rowsOf(args[0]).map((row) => {
        const values = new Float64Array(row.values.length)
        const present = new Uint8Array(row.values.length)
        for (let step = 0; step < values.length; step++) {
          if (!row.present[step]) continue
          const value = compute(row.values[step]!, ...rest.map((scalar) => scalar.values[step]!))
          if (value === undefined) continue
          values[step] = value
          present[step] = 1
        }
        return { labels: row.labels, nameless: true, values, present }
      })
      return { type: 'vector', rows }
    },
  }
}

export interface WindowOptions {
  /** Scalars before the range vector and after it. */
  readonly before?: number
  readonly after?: number
  readonly keepsName?: boolean
  /** Looks at the arguments once, to leave notes. */
  readonly inspect?: (call: CallContext) => void
}

/** A function of each window of a range vector; undefined leaves a gap. */
export function windowFunction(
  name: string,
  compute: (window: Window, ...params: number[]) => number | undefined,
  options: WindowOptions = {},
): PromqlFunction {
  const before = options.before ?? 0
  const scalars = (count: number) => Array.from({ length: count }, (): ValueType => 'scalar')
  return {
    name,
    args: [...scalars(before), 'matrix', ...scalars(options.after ?? 0)],
    returns: 'vector',
    keepsName: options.keepsName ?? false,
    ofWindow: { compute, before },
    evaluate: (call) => {
      options.inspect?.(call)
      const matrix = call.args[before] as MatrixValue
      const params = call.args.filter((arg): arg is ScalarValue => arg.type === 'scalar')
      return overWindows(call.grid, matrix, options.keepsName ?? false, (window, step) =>
        compute(window, ...params.map((param) => param.values[step]!)),
      )
    },
  }
}

/** Slides the window over every series: both of its ends only ever move forward. */
export function overWindows(
  grid: Grid,
  matrix: MatrixValue,
  keepsName: boolean,
  compute: (window: Window, step: number) => number | undefined,
): Value {
  const rows: Row[] = []
  for (const { labels, nameless, times, values: samples } of matrix.rows) {
    const values = new Float64Array(grid.count)
    const present = new Uint8Array(grid.count)
    const window = {
      times,
      values: samples,
      from: 0,
      to: 0,
      startMs: 0,
      endMs: 0,
      nowMs: 0,
      edges: matrix.edges,
    }
    for (let step = 0; step < grid.count; step++) {
      window.endMs = matrix.ends[step]!
      window.startMs = window.endMs - matrix.windowMs
      window.nowMs = grid.startMs + step * grid.stepMs
      while (window.to < times.length && times[window.to]! <= window.endMs) window.to++
      while (window.from < times.length && times[window.from]! <= window.startMs) window.from++
      if (window.from === window.to && matrix.edges === undefined) continue
      const value = compute(window, step)
      if (value === undefined) continue
      values[step] = value
      present[step] = 1
    }
    rows.push({ labels, nameless: nameless || !keepsName, values, present })
  }
  return { type: 'vector', rows }
}

export function rowsOf(value: Value | undefined): readonly Row[] {
  if (value?.type !== 'vector') throw new Error(`expected a vector, got ${value?.type}`)
  return value.rows
}

export function scalarOf(value: Value | undefined): Float64Array {
  if (value?.type !== 'scalar') throw new Error(`expected a scalar, got ${value?.type}`)
  return value.values
}

export function stringOf(value: Value | undefined): string {
  if (value?.type !== 'string') throw new Error(`expected text, got ${value?.type}`)
  return value.value
}
