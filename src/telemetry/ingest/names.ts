/**
 * Names as Prometheus writes them, from names as OpenTelemetry writes them:
 * `http.server.request.duration` in `s` is `http_server_request_duration_seconds`.
 * Source: the OTLP translation of Prometheus 3 (prometheus/otlptranslator).
 */
import type { MetricType } from '../model.ts'

const UNITS: Readonly<Record<string, string>> = {
  d: 'days',
  h: 'hours',
  min: 'minutes',
  s: 'seconds',
  ms: 'milliseconds',
  us: 'microseconds',
  ns: 'nanoseconds',
  By: 'bytes',
  KiBy: 'kibibytes',
  MiBy: 'mebibytes',
  GiBy: 'gibibytes',
  TiBy: 'tibibytes',
  KBy: 'kilobytes',
  MBy: 'megabytes',
  GBy: 'gigabytes',
  TBy: 'terabytes',
  m: 'meters',
  V: 'volts',
  A: 'amperes',
  J: 'joules',
  W: 'watts',
  g: 'grams',
  Cel: 'celsius',
  Hz: 'hertz',
  '1': '',
  '%': 'percent',
}
const PER: Readonly<Record<string, string>> = {
  s: 'second',
  m: 'minute',
  h: 'hour',
  d: 'day',
  w: 'week',
  mo: 'month',
  y: 'year',
}

/** The name of a metric with its unit and, for counters, `total`. */
export function metricName(
  name: string,
  unit: string,
  type: MetricType | 'up-down-counter',
): string {
  const tokens = name.split(/[^a-zA-Z0-9:]+/).filter((token) => token !== '')
  const [main = '', per = ''] = unitTokens(unit)
  for (const suffix of main.split('_')) if (suffix && !tokens.includes(suffix)) tokens.push(suffix)
  if (per && !tokens.includes(per)) tokens.push('per', per)
  if (type === 'counter') endWith(tokens, 'total')
  else if (unit === '1' && type === 'gauge') endWith(tokens, 'ratio')
  const joined = tokens.join('_')
  return /^\d/.test(joined) ? `_${joined}` : joined
}

/** The name of a label; what remains starting with two underscores is reserved for us. */
export function labelName(name: string): string {
  const safe = name.replace(/[^a-zA-Z0-9_]/g, '_')
  if (/^\d/.test(safe)) return `key_${safe}`
  return /^_[^_]/.test(safe) ? `key${safe}` : safe
}

function unitTokens(unit: string): [string, string] | [] {
  const [main = '', per = ''] = unit.split('/', 2).map((part) => part.trim())
  if (main.includes('{') && !per) return []
  const plain = (text: string) => text.replace(/[^a-zA-Z0-9]+/g, '_').replace(/^_+|_+$/g, '')
  return [
    main.includes('{') ? '' : (UNITS[main] ?? plain(main)),
    per.includes('{') ? '' : (PER[per] ?? plain(per)),
  ]
}

function endWith(tokens: string[], suffix: string): void {
  const at = tokens.indexOf(suffix)
  if (at >= 0) tokens.splice(at, 1)
  tokens.push(suffix)
}
