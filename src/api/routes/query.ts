/** Metrics by PromQL, and all telemetry by SQL. Numbers that JSON cannot say (NaN, infinities) are null in PromQL. */
import { durationMs } from '#base'
import { evaluateInstant, evaluateRange, type QueryValue, SQL_LIMITS } from '#telemetry'
import type { Handlers } from '../handlers.ts'
import type { Services } from '../services.ts'

const POINTS = 100

export function queryHandlers({ telemetry }: Services): Handlers<'query.promql' | 'sql.query'> {
  return {
    'query.promql': async ({ query: { query, at, from, step, whole } }) => {
      const atMs = at ? Date.parse(at) : Date.now()
      const rangeMs = from ? durationMs(from) : undefined
      const value = rangeMs
        ? await evaluateRange(
            query,
            atMs - rangeMs,
            atMs,
            step ? durationMs(step) : Math.max(1_000, rangeMs / POINTS),
            telemetry.source,
          )
        : await evaluateInstant(query, atMs, telemetry.source)
      const notes = value.notes.map(({ message }) => message)
      const { series, ...said } = shape(value, atMs)
      const told = whole === undefined ? series : largestWhole(series, whole)
      return {
        data: { at: new Date(atMs).toISOString(), text: null, notes, ...said, series: told },
      }
    },
    'sql.query': async ({ query: { sql, limit } }) => {
      const { columns, rows, truncated } = await telemetry.store.sql(sql, {}, limit)
      const why = truncated ? [`there are more than ${limit} rows`] : []
      const limits = { rows: limit, ...SQL_LIMITS }
      return { data: { columns, rows, limits, partial: truncated, why } }
    },
  }
}

interface Told {
  readonly labels: Record<string, string>
  readonly points: [number, number | null][]
}

/** What a screen can show of ten thousand series: some of them whole, and the newest value of every other. */
function largestWhole(series: readonly Told[], whole: number): Told[] {
  const newest = ({ points }: Told) => points.at(-1)?.[1] ?? Number.NEGATIVE_INFINITY
  return series
    .toSorted((a, b) => newest(b) - newest(a))
    .map((one, i) => (i < whole ? one : { ...one, points: one.points.slice(-1) }))
}

function shape(value: QueryValue, atMs: number) {
  const point = (timeMs: number, number: number): [number, number | null] => [
    timeMs,
    Number.isFinite(number) ? number : null,
  ]
  switch (value.type) {
    case 'scalar':
      return { type: value.type, series: [{ labels: {}, points: [point(atMs, value.value)] }] }
    case 'string':
      return { type: value.type, series: [], text: value.value }
    case 'vector':
      return {
        type: value.type,
        series: value.samples.map((sample) => ({
          labels: { ...sample.labels },
          points: [point(atMs, sample.value)],
        })),
      }
    case 'matrix':
      return {
        type: value.type,
        series: value.series.map(({ labels, times, values }) => ({
          labels: { ...labels },
          points: Array.from(times, (time, i) => point(time, values[i]!)),
        })),
      }
  }
}
