/** What a request asks, from the address and from a form in its body, read as Prometheus reads it. */
import type { Context } from 'hono'
import { type Matcher, parsePromql, parsePromqlNumber } from '#telemetry'
import { BadData } from './answers.ts'

/** A form may be long: a query of many label values. */
const FORM_BYTES = 1_000_000

export async function parametersOf(c: Context): Promise<URLSearchParams> {
  const parameters = new URLSearchParams(new URL(c.req.url).search)
  if (c.req.method !== 'POST') return parameters
  if (Number(c.req.header('content-length') ?? 0) > FORM_BYTES)
    throw new BadData(`the form is longer than ${FORM_BYTES} bytes`)
  const form = new URLSearchParams(await c.req.text())
  for (const [name, value] of form) parameters.append(name, value)
  return parameters
}

/** Seconds since 1970 or RFC 3339, as milliseconds. */
export function timeOf(parameters: URLSearchParams, name: string, otherwise?: number): number {
  const text = parameters.get(name)
  if (text === null || text === '') {
    if (otherwise !== undefined) return otherwise
    throw new BadData(`invalid parameter "${name}": cannot parse "" to a valid timestamp`)
  }
  const ms = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text)
    ? Math.round(Number(text) * 1000)
    : Date.parse(text)
  if (!Number.isFinite(ms))
    throw new BadData(`invalid parameter "${name}": cannot parse "${text}" to a valid timestamp`)
  return ms
}

/** A number of seconds or a duration such as `1m30s`, as milliseconds. */
export function durationOf(parameters: URLSearchParams, name: string, otherwise?: number): number {
  const text = parameters.get(name)
  if (text === null && otherwise !== undefined) return otherwise
  const seconds = parsePromqlNumber(text ?? '')
  if (seconds === undefined || !Number.isFinite(seconds))
    throw new BadData(
      `invalid parameter "${name}": cannot parse "${text ?? ''}" to a valid duration`,
    )
  return Math.round(seconds * 1000)
}

/** The most series or names of an answer; 0 for all. */
export function limitOf(parameters: URLSearchParams): number {
  const text = parameters.get('limit')
  if (text === null || text === '') return 0
  const limit = Number(text)
  if (!Number.isInteger(limit) || limit < 0)
    throw new BadData(`invalid parameter "limit": cannot parse "${text}" to a valid number`)
  return limit
}

/** The selectors of `match[]`; several are answered together. */
export function selectorsOf(parameters: URLSearchParams): (readonly Matcher[])[] {
  return parameters.getAll('match[]').map((text) => {
    const expr = parsePromql(text)
    if (expr.kind !== 'vector')
      throw new BadData(`invalid parameter "match[]": ${text} is no selector`)
    return expr.matchers
  })
}

/** When no time is given, everything that is known is asked for. */
export function rangeOf(parameters: URLSearchParams): { fromMs: number; toMs: number } {
  return {
    fromMs: timeOf(parameters, 'start', 0),
    toMs: timeOf(parameters, 'end', Number.MAX_SAFE_INTEGER),
  }
}
