/** Answers in the shapes of the Prometheus HTTP API: values are text, times are seconds, failures have a type. */
import type { Context } from 'hono'
import { OpsplaneError } from '#base'
import { formatNumber, type Note, noteText, type QueryValue } from '#telemetry'
import { problemOf } from '../../problem.ts'

export interface Success {
  readonly data: unknown
  readonly warnings?: readonly string[]
  readonly infos?: readonly string[]
}

/** What is wrong with a parameter; the words are those that clients of Prometheus know. */
export class BadData extends Error {}

export function succeed(c: Context, { data, warnings = [], infos = [] }: Success): Response {
  return c.json({
    status: 'success',
    data,
    ...(warnings.length > 0 ? { warnings } : {}),
    ...(infos.length > 0 ? { infos } : {}),
  })
}

/** By the kind of error: 400 for the question, 422 for what the data do not allow, 503 when a store is away. */
export function fail(c: Context, error: unknown): Response {
  const [status, errorType, words] = describeFailure(error)
  return c.json({ status: 'error', errorType, error: words }, status as 400)
}

function describeFailure(error: unknown): [status: number, type: string, words: string] {
  if (error instanceof BadData) return [400, 'bad_data', error.message]
  const { code, details } =
    error instanceof OpsplaneError ? error : { code: '', details: {} as Record<string, unknown> }
  if (code === 'telemetry.promql-syntax') {
    const { line, column } = placeOf(String(details.query), Number(details.position))
    const words = `${line}:${column}: parse error: ${details.problem}`
    return [400, 'bad_data', `invalid parameter "query": ${words}`]
  }
  const { status, detail } = problemOf(error, '')
  if (code === 'telemetry.promql-evaluation') return [422, 'execution', String(details.problem)]
  if (code === 'telemetry.promql-too-large') return [422, 'execution', detail]
  if (status === 401) return [401, 'unauthorized', detail]
  if (status === 403) return [403, 'forbidden', detail]
  if (status === 503) return [503, 'unavailable', detail]
  return status >= 500 ? [500, 'internal', detail] : [status, 'bad_data', detail]
}

/** Line and column of a character, both from 1. */
function placeOf(query: string, position: number): { line: number; column: number } {
  const before = query.slice(0, position).split('\n')
  return { line: before.length, column: before.at(-1)!.length + 1 }
}

/** The value of a query with what its reader should know; at most `limit` series, 0 for all. */
export function queryAnswer(value: QueryValue, query: string, limit: number): Success {
  const texts = (level: Note['level']) =>
    value.notes.filter((note) => note.level === level).map((note) => noteText(note, query))
  const { result, truncated } = resultOf(value, limit)
  return {
    data: { resultType: value.type, result },
    warnings: [...(truncated ? [TRUNCATED] : []), ...texts('warning')],
    infos: texts('info'),
  }
}

export const TRUNCATED = 'results truncated due to limit'

function resultOf(value: QueryValue, limit: number): { result: unknown; truncated: boolean } {
  switch (value.type) {
    case 'scalar':
      return { result: sample(value.timeMs, value.value), truncated: false }
    case 'string':
      return { result: [value.timeMs / 1000, value.value], truncated: false }
    case 'vector': {
      const { kept, truncated } = cut(value.samples, limit)
      const result = kept.map(({ labels, value: number }) => ({
        metric: labels,
        value: sample(value.timeMs, number),
      }))
      return { result, truncated }
    }
    case 'matrix': {
      const { kept, truncated } = cut(value.series, limit)
      const result = kept.map(({ labels, times, values }) => ({
        metric: labels,
        values: Array.from(times, (timeMs, i) => sample(timeMs, values[i]!)),
      }))
      return { result, truncated }
    }
  }
}

const sample = (timeMs: number, value: number) => [timeMs / 1000, formatNumber(value)]

export function cut<Item>(
  items: readonly Item[],
  limit: number,
): { kept: readonly Item[]; truncated: boolean } {
  if (limit === 0 || items.length <= limit) return { kept: items, truncated: false }
  return { kept: items.slice(0, limit), truncated: true }
}
