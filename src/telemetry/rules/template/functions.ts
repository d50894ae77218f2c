/** The functions of Prometheus' templates and those of Go. Each says what it cannot do by throwing. */
import { isIP } from 'node:net'
import { compileSearch, parsePromqlDuration, parsePromqlNumber } from '../../promql/index.ts'
import { general } from './go-number.ts'
import { print, printf, typeName, type Value } from './print.ts'

/** What a query in a template answers with, one per series. */
export type TemplateSample = {
  readonly Labels: Readonly<Record<string, string>>
  readonly Value: number
}

export interface TemplateContext {
  /** Runs a query at the moment of evaluation. */
  readonly query: (expr: string) => Promise<readonly TemplateSample[]>
  readonly externalUrl: string
  readonly nowMs: number
}

type Function = (args: readonly Value[], context: TemplateContext) => Value | Promise<Value>

const bad = (problem: string): never => {
  throw new Error(problem)
}

function toFloat(value: Value): number {
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') return Number(value)
  if (typeof value === 'string') return parsePromqlNumber(value) ?? bad(`${value} is not a number`)
  return bad(`can't convert ${typeName(value)} to float`)
}

const text = (value: Value): string =>
  typeof value === 'string' ? value : bad(`wrong type: expected string; got ${typeName(value)}`)

const g4 = (value: number) => general(value, 4)
const BIG = ['k', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y']
const BIG_1024 = BIG.map((prefix) => `${prefix}i`)
const SMALL = ['m', 'u', 'n', 'p', 'f', 'a', 'z', 'y']

function grown(value: number, prefixes: readonly string[], base: number): [number, string] {
  let [rest, prefix] = [value, '']
  for (const next of prefixes) {
    if (Math.abs(rest) < base) break
    prefix = next
    rest /= base
  }
  return [rest, prefix]
}

function shrunk(value: number): [number, string] {
  let [rest, prefix] = [value, '']
  for (const next of SMALL) {
    if (Math.abs(rest) >= 1) break
    prefix = next
    rest *= 1_000
  }
  return [rest, prefix]
}

function humanize(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return g4(value)
  const [rest, prefix] = Math.abs(value) >= 1 ? grown(value, BIG, 1_000) : shrunk(value)
  return g4(rest) + prefix
}

function humanizeDuration(value: number): string {
  if (!Number.isFinite(value)) return g4(value)
  if (value === 0) return '0s'
  if (Math.abs(value) < 1) {
    const [rest, prefix] = shrunk(value)
    return `${g4(rest)}${prefix}s`
  }
  const sign = value < 0 ? '-' : ''
  const whole = Math.trunc(Math.abs(value))
  const [days, hours, minutes, seconds] = [
    Math.floor(whole / 86_400),
    Math.floor(whole / 3_600) % 24,
    Math.floor(whole / 60) % 60,
    whole % 60,
  ]
  if (days) return `${sign}${days}d ${hours}h ${minutes}m ${seconds}s`
  if (hours) return `${sign}${hours}h ${minutes}m ${seconds}s`
  if (minutes) return `${sign}${minutes}m ${seconds}s`
  return `${sign}${g4(Math.abs(value))}s`
}

function humanizeTimestamp(value: number): string {
  if (!Number.isFinite(value)) return g4(value)
  const ms = Math.trunc(value * 1_000)
  const date = new Date(ms)
  if (Number.isNaN(date.getTime())) return bad('the time is out of range')
  const [day, time = ''] = date.toISOString().split('T')
  return `${day} ${time.slice(0, 8)}${`.${time.slice(9, 12)}`.replace(/\.?0+$/, '')} +0000 UTC`
}

/** Host and port; undefined when there is no port. */
function splitHost(address: string): { host: string; port: string } | undefined {
  const found = /^(?:\[([^\]]*)\]|([^:[\]]*)):([^:]*)$/.exec(address)
  return found ? { host: found[1] ?? found[2]!, port: found[3]! } : undefined
}

function stripDomain(address: string): string {
  const split = splitHost(address)
  const host = split?.host ?? address
  if (isIP(host)) return address
  const short = host.split('.')[0]!
  return split?.port ? `${short}:${split.port}` : short
}

const escapeQuery = (value: string) =>
  encodeURIComponent(value)
    .replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+')

export function isTrue(value: Value): boolean {
  if (value === null || value === undefined) return false
  if (Array.isArray(value)) return value.length > 0
  if (typeof value === 'object') return Object.keys(value).length > 0
  return Boolean(value)
}

function sampleOf(value: Value): TemplateSample {
  const sample = value as TemplateSample | undefined
  return typeof sample === 'object' && sample !== null && 'Labels' in sample && 'Value' in sample
    ? sample
    : bad('this is not a sample')
}

function compare(a: Value, b: Value): number {
  if (typeName(a) !== typeName(b) || (typeof a === 'object' && a !== null))
    return bad('incompatible types for comparison')
  if (a === b) return 0
  return (a as number) < (b as number) ? -1 : 1
}

function ordered(a: Value, b: Value): number {
  if (typeof a === 'boolean' || a === null) return bad('invalid type for comparison')
  if (Number.isNaN(a as number) || Number.isNaN(b as number)) return Number.NaN
  return compare(a, b)
}

function index(args: readonly Value[]): Value {
  return args.slice(1).reduce<Value>((from, key) => {
    if (Array.isArray(from)) {
      const at = typeof key === 'bigint' ? Number(key) : bad('cannot index slice with this type')
      return at >= 0 && at < from.length
        ? (from as readonly Value[])[at]
        : bad(`index out of range: ${at}`)
    }
    if (typeof from === 'string')
      return BigInt(Buffer.from(from)[Number(key)] ?? bad('index out of range'))
    if (typeof from === 'object' && from !== null)
      return (from as Record<string, Value>)[text(key)] ?? ''
    return bad('cannot index this')
  }, args[0])
}

const HTML: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
}

export const templateFunctions: Readonly<Record<string, Function>> = {
  query: async ([expr], { query }) => [...(await query(text(expr)))],
  first: ([vector]) =>
    Array.isArray(vector) && vector.length > 0
      ? (vector as Value[])[0]
      : bad('first() called on vector with no elements'),
  label: ([name, sample]) => sampleOf(sample).Labels[text(name)] ?? '',
  value: ([sample]) => sampleOf(sample).Value,
  strvalue: ([sample]) => sampleOf(sample).Labels.__value__ ?? '',
  sortByLabel: ([name, vector]) =>
    [...(vector as unknown as TemplateSample[])].sort((a, b) => {
      const [x = '', y = ''] = [sampleOf(a).Labels[text(name)], sampleOf(b).Labels[text(name)]]
      return x < y ? -1 : x > y ? 1 : 0
    }),
  args: (args) => Object.fromEntries(args.map((arg, at) => [`arg${at}`, arg])),
  humanize: ([value]) => humanize(toFloat(value)),
  humanize1024: ([given]) => {
    const value = toFloat(given)
    if (Math.abs(value) <= 1 || !Number.isFinite(value)) return g4(value)
    const [rest, prefix] = grown(value, BIG_1024, 1_024)
    return g4(rest) + prefix
  },
  humanizeDuration: ([value]) => humanizeDuration(toFloat(value)),
  humanizePercentage: ([value]) => `${g4(toFloat(value) * 100)}%`,
  humanizeTimestamp: ([value]) => humanizeTimestamp(toFloat(value)),
  toTime: ([value]) => humanizeTimestamp(toFloat(value)),
  toDuration: ([value]) => humanizeDuration(toFloat(value)),
  now: (_, { nowMs }) => nowMs / 1_000,
  parseDuration: ([value]) =>
    (parsePromqlDuration(text(value)) ?? bad('not a valid duration string')) / 1_000,
  parseDurationTime: ([value]) =>
    humanizeDuration(
      (parsePromqlDuration(text(value)) ?? bad('not a valid duration string')) / 1_000,
    ),
  title: ([value]) =>
    text(value).replace(
      /(^|[^\p{L}\p{N}_'])(\p{L})/gu,
      (_, before: string, letter: string) => before + letter.toUpperCase(),
    ),
  toUpper: ([value]) => text(value).toUpperCase(),
  toLower: ([value]) => text(value).toLowerCase(),
  match: ([pattern, value]) => compileSearch(text(pattern)).test(text(value)),
  reReplaceAll: ([pattern, replacement, value]) => {
    const search = compileSearch(text(pattern))
    return text(value).replace(search, (...found) => {
      const names = typeof found.at(-1) === 'object' ? (found.at(-1) as Record<string, string>) : {}
      return text(replacement).replace(
        /\$(?:\$|(\w+)|\{(\w+)\})/g,
        (whole, bare?: string, braced?: string) => {
          if (whole === '$$') return '$'
          const name = (bare ?? braced)!
          return /^\d+$/.test(name) ? String(found[Number(name)] ?? '') : (names[name] ?? '')
        },
      )
    })
  },
  stripPort: ([value]) => splitHost(text(value))?.host ?? text(value),
  stripDomain: ([value]) => stripDomain(text(value)),
  graphLink: ([expr]) => `/graph?g0.expr=${escapeQuery(text(expr))}&g0.tab=0`,
  tableLink: ([expr]) => `/graph?g0.expr=${escapeQuery(text(expr))}&g0.tab=1`,
  externalURL: (_, { externalUrl }) => externalUrl,
  pathPrefix: (_, { externalUrl }) =>
    URL.canParse(externalUrl) ? new URL(externalUrl).pathname.replace(/\/$/, '') : '',
  safeHtml: ([value]) => text(value),
  urlQueryEscape: ([value]) => escapeQuery(text(value)),
  // Go's own.
  and: (args) => args.find((arg) => !isTrue(arg)) ?? args.at(-1),
  or: (args) => args.find(isTrue) ?? args.at(-1),
  not: ([value]) => !isTrue(value),
  eq: ([first, ...others]) =>
    others.some((other) => compare(first, other) === 0 && !Number.isNaN(first as number)),
  ne: ([a, b]) => compare(a, b) !== 0,
  lt: ([a, b]) => ordered(a, b) < 0,
  le: ([a, b]) => ordered(a, b) <= 0,
  gt: ([a, b]) => ordered(a, b) > 0,
  ge: ([a, b]) => ordered(a, b) >= 0,
  len: ([value]) => {
    if (typeof value === 'string') return BigInt(Buffer.byteLength(value))
    if (typeof value === 'object' && value !== null) return BigInt(Object.keys(value).length)
    return bad(`len of type ${typeName(value)}`)
  },
  index,
  slice: ([value, from, to]) =>
    text(value).slice(Number(from ?? 0n), to === undefined ? undefined : Number(to)),
  print: (args) =>
    args
      .map(
        (arg, at) =>
          (at > 0 && typeof arg !== 'string' && typeof args[at - 1] !== 'string' ? ' ' : '') +
          print(arg),
      )
      .join(''),
  println: (args) => `${args.map(print).join(' ')}\n`,
  printf: ([format, ...args]) => printf(text(format), args),
  html: (args) =>
    args
      .map(print)
      .join('')
      .replace(/[&<>"']/g, (c) => HTML[c]!),
  js: (args) => JSON.stringify(args.map(print).join('')).slice(1, -1),
  urlquery: (args) => escapeQuery(args.map(print).join('')),
}

export const FUNCTION_NAMES: ReadonlySet<string> = new Set(Object.keys(templateFunctions))
