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
      const said = shape(whole === undefined ? value : largestWhole(value, whole), atMs)
      return { data: { at: new Date(atMs).toISOString(), text: null, notes, ...said } }
    },
    'sql.query': async ({ query: { sql, limit } }) => {
      const { columns, rows, truncated } = await telemetry.store.sql(sql, {}, limit)
      const why = truncated ? [`there are more than ${limit} rows`] : []
      const limits = { rows: limit, ...SQL_LIMITS }
      return { data: { columns, rows, limits, partial: truncated, why } }
    },
  }
}

/** What a screen can show of ten thousand series: some of them whole, and the newest value of every other. */
function largestWhole(value: QueryValue, whole: number): QueryValue {
  if (value.type === 'vector') {
    const samples = value.samples.toSorted((a, b) => rankOf(b.value) - rankOf(a.value))
    return { ...value, samples }
  }
  if (value.type !== 'matrix') return value
  const ranked = value.series.map((one) => ({ one, rank: rankOf(one.values.at(-1)) }))
  ranked.sort((a, b) => b.rank - a.rank)
  const series = ranked.map(({ one: { labels, times, values } }, i) =>
    i < whole
      ? { labels, times, values }
      : { labels, times: times.subarray(-1), values: values.subarray(-1) },
  )
  return { ...value, series }
}

/** What is no number comes last. */
const rankOf = (value = Number.NaN) => (Number.isFinite(value) ? value : -Number.MAX_VALUE)

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
