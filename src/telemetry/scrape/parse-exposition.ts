/**
 * Reads what a target answers: Prometheus' text format 0.0.4 and OpenMetrics 1.0. One walk over the text without
 * a tree, since an answer has tens of thousands of lines every few seconds.
 */
import { defineError } from '#base'
import type { MetricType } from '../model.ts'

export const BadExposition = defineError('telemetry.bad-exposition', 'bad-input', {
  message: (d: { line: number; reason: string }) =>
    `Line ${d.line} of the answer could not be read: ${d.reason}.`,
  hint: 'The target has to answer in Prometheus’ text format or in OpenMetrics.',
})

export type ExpositionFormat = 'prometheus' | 'openmetrics'

export interface ExpositionSample {
  readonly name: string
  readonly labels: readonly (readonly [string, string])[]
  /** Name and labels as they were written: equal text is an equal series. */
  readonly series: string
  readonly value: number
  /** Milliseconds since 1970, when the target tells it. */
  readonly timeMs: number | undefined
  readonly type: MetricType
  readonly unit: string
  /** Since when it counts, in milliseconds since 1970: the `_created` of OpenMetrics. */
  startMs?: number
}

const TYPES: Readonly<Record<string, MetricType>> = {
  counter: 'counter',
  gauge: 'gauge',
  histogram: 'histogram',
  summary: 'summary',
  untyped: 'unknown',
  unknown: 'unknown',
  info: 'gauge',
  stateset: 'gauge',
  gaugehistogram: 'gauge',
}
/** What the names of the samples of a family end in, behind the name of the family. */
const SUFFIXES = ['_total', '_bucket', '_sum', '_count', '_created', '_info', '_gsum', '_gcount']

/** The format that a Content-Type names. */
export function expositionFormat(contentType: string): ExpositionFormat {
  return /^\s*application\/openmetrics-text\b/i.test(contentType) ? 'openmetrics' : 'prometheus'
}

/** All samples of an answer. @throws BadExposition with the line */
export function parseExposition(text: string, format: ExpositionFormat): ExpositionSample[] {
  return new Reader(text, format === 'openmetrics').read()
}

const NAME = /[a-zA-Z_:][a-zA-Z0-9_:]*/y
const LABEL = /[a-zA-Z_][a-zA-Z0-9_]*/y
const SPACES = /[ \t]*/y
const TOKEN = /[^ \t\n#]+/y
const QUOTED = /"((?:[^"\\\n]|\\[^\n])*)"/y
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
const INFINITY = /^([+-]?)inf(?:inity)?$/i
const WHOLE = /^[+-]?\d+$/

interface Family {
  type?: MetricType
  unit?: string
}

class Reader {
  readonly #text: string
  readonly #open: boolean
  readonly #samples: ExpositionSample[] = []
  readonly #families = new Map<string, Family>()
  /** When counting began, by name of the family and labels. */
  readonly #created = new Map<string, number>()
  #at = 0
  #line = 1

  constructor(text: string, open: boolean) {
    this.#text = text
    this.#open = open
  }

  read(): ExpositionSample[] {
    const text = this.#text
    let ended = false
    while (this.#at < text.length) {
      if (ended) this.#fail('something follows after # EOF')
      if (!this.#open) this.#match(SPACES)
      const first = text.charCodeAt(this.#at)
      if (first === NEWLINE) {
        if (this.#open) this.#fail('it is empty, and OpenMetrics has no empty lines')
      } else if (first === HASH) ended = this.#comment()
      else if (this.#at < text.length) this.#sample()
      this.#endOfLine()
    }
    if (this.#open && !ended) this.#fail('the answer does not end with # EOF')
    if (this.#created.size > 0) this.#began()
    return this.#samples
  }

  /** A line that starts with #. True at the end of the answer. */
  #comment(): boolean {
    const end = this.#lineEnd()
    const line = this.#text.slice(this.#at, end)
    this.#at = end
    if (line === '# EOF' && this.#open) return true
    const told =
      /^#[ \t]+(HELP|TYPE|UNIT)[ \t]+(?:"((?:[^"\\]|\\.)+)"|([^ \t]+))(?:[ \t]+(.*))?$/.exec(line)
    if (!told) {
      // Prometheus' own format knows remarks; OpenMetrics does not.
      if (this.#open) this.#fail('it is neither HELP, TYPE, UNIT nor EOF')
      return false
    }
    const [, what, quoted, bare, rest = ''] = told
    const name = quoted === undefined ? bare! : this.#unescape(quoted)
    const family = this.#families.get(name) ?? {}
    this.#families.set(name, family)
    if (what === 'TYPE') {
      const type = TYPES[rest.trim()]
      if (!type) this.#fail(`"${shown(rest)}" is not a type of metrics`)
      family.type = type
    } else if (what === 'UNIT' && this.#open) {
      if (rest !== '' && !name.endsWith(`_${rest}`))
        this.#fail(`the unit "${shown(rest)}" is not at the end of the name "${shown(name)}"`)
      family.unit = rest
    }
    return false
  }

  #sample(): void {
    const start = this.#at
    const labels: [string, string][] = []
    let name = this.#match(NAME) ?? ''
    if (!this.#open) this.#match(SPACES)
    if (this.#text.charCodeAt(this.#at) === OPEN) name = this.#labels(name, labels)
    if (name === '') this.#fail(`"${this.#rest()}" is not the name of a metric`)
    const series = this.#text.slice(start, this.#at).trimEnd()
    this.#gap('the value')
    const value = this.#number(this.#match(TOKEN) ?? '', 'value')
    const timeMs = this.#time()
    if (this.#open) this.#exemplar()
    else this.#match(SPACES)
    if (this.#at < this.#text.length && this.#text.charCodeAt(this.#at) !== NEWLINE)
      this.#fail(`"${this.#rest()}" follows after the value`)
    const { familyName, type = 'unknown', unit = '' } = this.#familyOf(name)
    if (this.#open && name === `${familyName}_created` && type !== 'gauge')
      this.#created.set(keyOf(familyName, labels), value * 1_000)
    else this.#samples.push({ name, labels, series, value, timeMs, type, unit })
  }

  /** Reads what stands in braces; the name of the metric may stand there too, in quotes. */
  #labels(given: string, labels: [string, string][]): string {
    let name = given
    const spaces = () => this.#match(SPACES)
    this.#at++
    spaces()
    while (this.#text.charCodeAt(this.#at) !== CLOSE) {
      const quoted = this.#match(QUOTED)
      const label = quoted === undefined ? this.#match(LABEL) : this.#unescape(quoted.slice(1, -1))
      if (label === undefined || label === '')
        this.#fail(`"${this.#rest()}" is not the name of a label`)
      spaces()
      if (this.#text.charCodeAt(this.#at) === EQUALS) {
        this.#at++
        spaces()
        const value = this.#match(QUOTED)
        if (value === undefined) this.#fail(`the label "${shown(label)}" has no value in quotes`)
        if (labels.some(([known]) => known === label))
          this.#fail(`the label "${shown(label)}" stands there twice`)
        labels.push([label, this.#unescape(value.slice(1, -1))])
      } else if (quoted !== undefined && name === '' && labels.length === 0) name = label
      else this.#fail(`the label "${shown(label)}" has no value`)
      spaces()
      const next = this.#text.charCodeAt(this.#at)
      if (next === COMMA) {
        this.#at++
        spaces()
      } else if (next !== CLOSE) this.#fail('the labels do not end')
    }
    this.#at++
    return name
  }

  #time(): number | undefined {
    const before = this.#at
    const spaces = this.#match(SPACES)
    const word = this.#match(TOKEN)
    if (word === undefined) {
      this.#at = before
      return undefined
    }
    if (spaces === '') this.#fail(`"${shown(word)}" follows at once after the value`)
    if (this.#open) return Math.round(this.#number(word, 'time') * 1_000)
    if (!WHOLE.test(word)) this.#fail(`"${shown(word)}" is not a time in milliseconds`)
    return Number(word)
  }

  /** An exemplar is checked and left: what it points to is found by the trace itself. */
  #exemplar(): void {
    if (!this.#text.startsWith(' # {', this.#at)) return
    this.#at += 3
    this.#labels('exemplar', [])
    this.#gap('the value of the exemplar')
    this.#number(this.#match(TOKEN) ?? '', 'value of the exemplar')
    this.#time()
  }

  #gap(what: string): void {
    this.#match(SPACES)
    const end = this.#at >= this.#text.length || this.#text.charCodeAt(this.#at) === NEWLINE
    if (end) this.#fail(`${what} is missing`)
    if (!/[ \t}]/.test(this.#text[this.#at - 1]!))
      this.#fail(`"${this.#rest()}" is not expected there`)
  }

  #number(word: string, what: string): number {
    if (NUMBER.test(word)) return Number(word)
    const infinite = INFINITY.exec(word)
    if (infinite) return infinite[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
    if (/^nan$/i.test(word) && what === 'value') return Number.NaN
    return this.#fail(`"${shown(word)}" is not a number, and it stands where the ${what} stands`)
  }

  #familyOf(name: string): Family & { readonly familyName: string } {
    const own = this.#families.get(name)
    if (own) return { ...own, familyName: name }
    for (const suffix of SUFFIXES) {
      if (!name.endsWith(suffix)) continue
      const familyName = name.slice(0, -suffix.length)
      const family = this.#families.get(familyName)
      if (family) return { ...family, familyName }
    }
    return { familyName: name }
  }

  /** Gives each counter and histogram the time at which it began. */
  #began(): void {
    for (const sample of this.#samples) {
      if (sample.type !== 'counter' && sample.type !== 'histogram') continue
      const { familyName } = this.#familyOf(sample.name)
      const startMs = this.#created.get(keyOf(familyName, sample.labels))
      if (startMs !== undefined && Number.isFinite(startMs)) sample.startMs = Math.round(startMs)
    }
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)
    if (!found) return undefined
    this.#at = pattern.lastIndex
    return found[0]
  }

  #unescape(text: string): string {
    if (!text.includes('\\')) return text
    return text.replace(/\\(.)/g, (whole, sign: string) => {
      if (sign === 'n') return '\n'
      return sign === '\\' || sign === '"' ? sign : whole
    })
  }

  #lineEnd(): number {
    const end = this.#text.indexOf('\n', this.#at)
    return end < 0 ? this.#text.length : end
  }

  #endOfLine(): void {
    if (this.#text.charCodeAt(this.#at) === NEWLINE) {
      this.#at++
      this.#line++
    }
  }

  #rest(): string {
    return shown(this.#text.slice(this.#at, Math.min(this.#lineEnd(), this.#at + 60)))
  }

  #fail(reason: string): never {
    throw new BadExposition({ line: this.#line, reason })
  }
}

const NEWLINE = 10
const HASH = 35
const COMMA = 44
const EQUALS = 61
const OPEN = 123
const CLOSE = 125

const shown = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text)

/** The labels that all samples of one counter or histogram share. */
function keyOf(family: string, labels: ExpositionSample['labels']): string {
  const shared = labels.filter(([name]) => name !== 'le' && name !== 'quantile')
  return JSON.stringify([family, ...shared.sort(([a], [b]) => (a < b ? -1 : 1))])
}
