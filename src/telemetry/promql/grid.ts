/**
 * Values on a grid of moments. A query over time is evaluated for all its steps at once: a series is one
 * array with a place per step, so that loops run over numbers and labels are looked at once per series.
 */
import type { Labels } from './source.ts'

/** The moments of evaluation: `startMs`, then every `stepMs`. One moment has `stepMs` 0. */
export interface Grid {
  readonly startMs: number
  readonly stepMs: number
  readonly count: number
}

export function timeAt(grid: Grid, step: number): number {
  return grid.startMs + step * grid.stepMs
}

export function endOf(grid: Grid): number {
  return timeAt(grid, grid.count - 1)
}

/** A series of an instant vector. Where `present` is 0 it has no value at that step. */
export interface Row {
  readonly labels: Labels
  /** The metric's name no longer fits the values; it goes when the result is handed out. */
  readonly nameless: boolean
  readonly values: Float64Array
  readonly present: Uint8Array
}

export interface ScalarValue {
  readonly type: 'scalar'
  readonly values: Float64Array
}

export interface StringValue {
  readonly type: 'string'
  readonly value: string
}

export interface VectorValue {
  readonly type: 'vector'
  readonly rows: readonly Row[]
  /** The order of the rows is part of the answer (sort, topk). */
  readonly ordered?: boolean
}

/** Series of a range vector: samples, not yet cut into windows. */
export interface RangeRow {
  readonly labels: Labels
  readonly nameless: boolean
  readonly times: Float64Array
  readonly values: Float64Array
}

export interface MatrixValue {
  readonly type: 'matrix'
  readonly rows: readonly RangeRow[]
  readonly windowMs: number
  /** Where the window of each step ends. */
  readonly ends: Float64Array
  readonly edges?: 'anchored' | 'smoothed'
}

export type Value = ScalarValue | StringValue | VectorValue | MatrixValue

export function emptyRow(labels: Labels, nameless: boolean, count: number): Row {
  return { labels, nameless, values: new Float64Array(count), present: new Uint8Array(count) }
}

export function setValue(row: Row, step: number, value: number): void {
  row.values[step] = value
  row.present[step] = 1
}

export function hasValues(row: Row): boolean {
  return row.present.includes(1)
}

/** A row computed from another, value by value; undefined leaves a gap. */
export function mapRow(
  row: Row,
  change: (value: number, step: number) => number | undefined,
  as: { labels?: Labels; nameless?: boolean } = {},
): Row {
  const made = emptyRow(as.labels ?? row.labels, as.nameless ?? row.nameless, row.values.length)
  for (let step = 0; step < row.values.length; step++) {
    if (!row.present[step]) continue
    const value = change(row.values[step]!, step)
    if (value !== undefined) setValue(made, step, value)
  }
  return made
}
