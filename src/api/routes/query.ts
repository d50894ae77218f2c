/** Metrics by PromQL. Numbers that JSON cannot say (NaN, infinities) are null. */
import { durationMs } from '#base'
import { evaluateInstant, evaluateRange, type QueryValue } from '#telemetry'
import type { Handlers } from '../handlers.ts'
import type { Services } from '../services.ts'

const POINTS = 100

export function queryHandlers({ telemetry }: Services): Handlers<'query.promql'> {
  return {
    'query.promql': async ({ query: { query, at, from, step } }) => {
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
      return { data: { at: new Date(atMs).toISOString(), text: null, ...shape(value, atMs) } }
    },
  }
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
