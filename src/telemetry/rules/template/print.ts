/** Values as Go prints them in a template, and `printf`. Floats are numbers here, whole numbers are bigints. */
import { exponential, fixed, general } from './go-number.ts'

export type Value =
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  | readonly Value[]
  | { readonly [name: string]: Value }

export function typeName(value: Value): string {
  if (typeof value === 'number') return 'float64'
  if (typeof value === 'bigint') return 'int'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'string') return 'string'
  if (Array.isArray(value)) return 'slice'
  return value === null || value === undefined ? '<nil>' : 'map[string]string'
}

/** `%v` */
export function print(value: Value): string {
  if (typeof value === 'number') return general(value)
  if (value === null) return '<nil>'
  if (value === undefined) return '<no value>'
  if (Array.isArray(value)) return `[${value.map(print).join(' ')}]`
  if (typeof value === 'object') {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
    return `map[${entries.map(([name, one]) => `${name}:${print(one)}`).join(' ')}]`
  }
  return String(value)
}

const VERB = /%([-+# 0]*)(\d+|\*)?(?:\.(\d+)?)?([a-zA-Z%])?/g

export function printf(format: string, args: readonly Value[]): string {
  let used = 0
  const text = format.replace(
    VERB,
    (
      whole,
      flags: string,
      width: string | undefined,
      precision: string | undefined,
      verb: string | undefined,
    ) => {
      if (!verb) return '%!(NOVERB)'
      if (verb === '%') return '%'
      let wide = width === '*' ? Number(args[used++] ?? 0) : Number(width ?? 0)
      if (wide > 1_000) wide = 1_000
      if (used >= args.length) return `%!${verb}(MISSING)`
      const value = args[used++]
      const decimals = whole.includes('.') ? Math.min(1_000, Number(precision ?? 0)) : undefined
      return pad(
        format1(verb, value, decimals, flags),
        wide,
        flags,
        typeof value === 'number' || typeof value === 'bigint',
      )
    },
  )
  const extra = args.slice(used)
  if (extra.length === 0) return text
  return `${text}%!(EXTRA ${extra.map((value) => `${typeName(value)}=${print(value)}`).join(', ')})`
}

function format1(verb: string, value: Value, precision: number | undefined, flags: string): string {
  if (verb === 'v')
    return typeof value === 'number' ? signed(general(value, precision), flags) : print(value)
  if (verb === 'T') return typeName(value)
  if (typeof value === 'number') {
    const text = { f: fixed, F: fixed, e: exponential, E: exponential, g: general, G: general }[
      verb
    ]
    const made =
      verb === 'g' || verb === 'G' ? general(value, precision) : text?.(value, precision ?? 6)
    if (made !== undefined)
      return signed(verb === 'E' || verb === 'G' ? made.toUpperCase() : made, flags)
  }
  if (typeof value === 'bigint') {
    const base = { d: 10, x: 16, X: 16, o: 8, b: 2 }[verb]
    if (base) {
      const digits = value.toString(base)
      return signed(verb === 'X' ? digits.toUpperCase() : digits, flags)
    }
    if (verb === 'c') return String.fromCodePoint(Number(BigInt.asUintN(20, value)))
  }
  if (typeof value === 'string') {
    const cut = precision === undefined ? value : [...value].slice(0, precision).join('')
    if (verb === 's') return cut
    if (verb === 'q') return JSON.stringify(cut)
    if (verb === 'x' || verb === 'X') {
      const hex = Buffer.from(cut).toString('hex')
      return verb === 'X' ? hex.toUpperCase() : hex
    }
  }
  if (verb === 't' && typeof value === 'boolean') return String(value)
  if (typeof value === 'object' && value !== null && verb === 's') return print(value)
  return `%!${verb}(${typeName(value)}=${print(value)})`
}

function signed(text: string, flags: string): string {
  if (text.startsWith('-') || text.startsWith('+'))
    return flags.includes('+') || text !== '+Inf' ? text : '+Inf'
  if (text === 'NaN') return text
  if (flags.includes('+')) return `+${text}`
  return flags.includes(' ') ? ` ${text}` : text
}

function pad(text: string, width: number, flags: string, isNumber: boolean): string {
  if (flags.includes('-')) return text.padEnd(width)
  if (!flags.includes('0') || !isNumber || /Inf|NaN/.test(text)) return text.padStart(width)
  const sign = /^[+-]/.exec(text)?.[0] ?? ''
  return sign + text.slice(sign.length).padStart(width - sign.length, '0')
}
