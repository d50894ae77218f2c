/** What a query answers with, in the four types of PromQL. Times are milliseconds since 1970 UTC. */
import { type Grid, type MatrixValue, type Row, timeAt, type Value } from './grid.ts'
import { dropMetricName, labelsKey } from './labels.ts'
import { withoutStaleNames } from './merge.ts'
import type { Note } from './notes.ts'
import type { Labels } from './source.ts'

export interface QueryScalar {
  readonly type: 'scalar'
  readonly timeMs: number
  readonly value: number
  readonly notes: readonly Note[]
}

export interface QueryString {
  readonly type: 'string'
  readonly timeMs: number
  readonly value: string
  readonly notes: readonly Note[]
}

export interface QueryVector {
  readonly type: 'vector'
  readonly timeMs: number
  readonly samples: readonly { readonly labels: Labels; readonly value: number }[]
  readonly notes: readonly Note[]
}

export interface QueryMatrix {
  readonly type: 'matrix'
  readonly series: readonly {
    readonly labels: Labels
    readonly times: Float64Array
    readonly values: Float64Array
  }[]
  readonly notes: readonly Note[]
}

export type QueryValue = QueryScalar | QueryString | QueryVector | QueryMatrix

export function valueAt(value: Value, timeMs: number, notes: readonly Note[]): QueryValue {
  switch (value.type) {
    case 'scalar':
      return { type: 'scalar', timeMs, value: value.values[0]!, notes }
    case 'string':
      return { type: 'string', timeMs, value: value.value, notes }
    case 'vector': {
      const samples = withoutStaleNames(value.rows).map((row) => ({
        labels: row.labels,
        value: row.values[0]!,
      }))
      return { type: 'vector', timeMs, samples, notes }
    }
    case 'matrix':
      return { type: 'matrix', series: lastWindow(value), notes }
  }
}

/** Series ordered by their labels; a scalar is one series without labels. */
export function matrixOver(value: Value, grid: Grid, notes: readonly Note[]): QueryMatrix {
  const times = Float64Array.from({ length: grid.count }, (_, step) => timeAt(grid, step))
  if (value.type === 'scalar')
    return { type: 'matrix', series: [{ labels: {}, times, values: value.values }], notes }
  if (value.type !== 'vector') throw new Error(`a ${value.type} over time`)
  const keyed = withoutStaleNames(value.rows).map((row) => ({ row, key: labelsKey(row.labels) }))
  keyed.sort((a, b) => (a.key < b.key ? -1 : 1))
  return { type: 'matrix', series: keyed.map(({ row }) => compact(row, times)), notes }
}

function compact(
  { labels, values, present }: Row,
  gridTimes: Float64Array,
): QueryMatrix['series'][number] {
  let count = 0
  for (let step = 0; step < gridTimes.length; step++) if (present[step]) count++
  if (count === gridTimes.length) return { labels, times: gridTimes, values }
  const found = { labels, times: new Float64Array(count), values: new Float64Array(count) }
  for (let step = 0, i = 0; i < count; step++) {
    if (!present[step]) continue
    found.times[i] = gridTimes[step]!
    found.values[i++] = values[step]!
  }
  return found
}

function lastWindow({ rows, windowMs, ends }: MatrixValue): QueryMatrix['series'] {
  const end = ends[0]!
  return rows.flatMap(({ labels, nameless, times, values }) => {
    const from = times.findIndex((time) => time > end - windowMs)
    const after = times.findIndex((time) => time > end)
    const to = after === -1 ? times.length : after
    if (from === -1 || from >= to) return []
    return [
      {
        labels: nameless ? dropMetricName(labels) : labels,
        times: times.slice(from, to),
        values: values.slice(from, to),
      },
    ]
  })
}
