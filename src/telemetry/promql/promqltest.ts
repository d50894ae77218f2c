/**
 * Runs texts in Prometheus' own test format: `load` samples, `eval` a query, compare with the lines below it.
 * It lives with the evaluator so that anyone can hold it against the published expectations.
 * Native histograms are not kept here: one that is loaded ends the series for a while, one that is expected fails.
 */
import { messageOf, OpsplaneError } from '#base'
import { almostEqual } from './buckets.ts'
import { parsePromqlDuration } from './duration.ts'
import { evaluateInstant, evaluateRange } from './evaluate.ts'
import { formatLabels, labelsKey, NAME } from './labels.ts'
import { MemorySource } from './memory-source.ts'
import { type Note, noteText } from './notes.ts'
import { parseNumber } from './number.ts'
import { parseValues, splitSeries, type TestValue } from './promqltest-values.ts'
import type { QueryMatrix, QueryValue } from './result.ts'
import type { Labels, Matcher, SeriesData, SeriesSource } from './source.ts'
import { writeStale } from './staleness.ts'
import { unquote } from './text.ts'

export interface PromqltestFailure {
  /** Line of the `eval`, from 1. */
  readonly line: number
  readonly query: string
  readonly problem: string
  /** It reads or expects a native histogram. */
  readonly native: boolean
}

export interface PromqltestReport {
  readonly passed: number
  readonly failed: number
  readonly failures: readonly PromqltestFailure[]
  /** Of these, the ones that read or expect a native histogram. */
  readonly native: { readonly passed: number; readonly failed: number }
}

/** Values that differ by less than this share are the same. */
const TOLERANCE = 1e-6

interface Block {
  readonly line: number
  readonly head: string
  readonly body: readonly string[]
}

/** Runs every command; a test that fails does not stop the ones after it. */
export async function runPromqltest(text: string): Promise<PromqltestReport> {
  let loaded = new Loaded()
  let passed = 0
  const native = { passed: 0, failed: 0 }
  const failures: PromqltestFailure[] = []
  for (const block of blocksOf(text)) {
    if (block.head === 'clear') loaded = new Loaded()
    else if (/^load(?:_with_nhcb)?\s/.test(block.head)) load(block, loaded)
    else if (block.head.startsWith('eval')) {
      loaded.readNative =
        NATIVE_FUNCTION.test(block.head) || block.body.some((line) => line.includes('{{'))
      try {
        await new Evaluation(block).run(loaded)
        passed++
        if (loaded.readNative) native.passed++
      } catch (error) {
        const { line, head: query } = block
        failures.push({ line, query, problem: messageOf(error), native: loaded.readNative })
        if (loaded.readNative) native.failed++
      }
    } else throw new Error(`line ${block.line} is not a command: ${block.head}`)
  }
  return { passed, failed: failures.length, failures, native }
}

/** Functions that answer for native histograms alone. */
const NATIVE_FUNCTION = /\bhistogram_(?:count|sum|avg|stddev|stdvar)\b/

/** What the file has loaded so far; remembers whether a native histogram was asked for, which is not kept here. */
class Loaded implements SeriesSource {
  readonly #memory = new MemorySource()
  readonly #native = new MemorySource()
  readNative = false

  add(labels: Labels, times: Float64Array, values: Float64Array): void {
    this.#memory.add(labels, times, values)
  }

  addNative(labels: Labels, times: Float64Array): void {
    this.#native.add(labels, times, new Float64Array(times.length))
  }

  select(matchers: readonly Matcher[], fromMs: number, toMs: number): SeriesData[] {
    if (this.#native.select(matchers, fromMs, toMs).length > 0) this.readNative = true
    return this.#memory.select(matchers, fromMs, toMs)
  }
}

/** The histogram of custom buckets that `load_with_nhcb` makes of classic ones beside them. */
function stemOf({ [NAME]: name = '', le: _, ...labels }: Labels): Labels {
  return { ...labels, [NAME]: name.replace(/_(?:bucket|count|sum)$/, '') }
}

/** A command starts at the first column; what belongs to it follows until an empty line or the next command. */
function blocksOf(text: string): Block[] {
  const blocks: { line: number; head: string; body: string[] }[] = []
  let open = false
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim()
    if (line.startsWith('#')) continue
    if (line === '') open = false
    else if (/^(?:clear$|load|eval)/.test(line) && !/^\s/.test(raw)) {
      blocks.push({ line: index + 1, head: line, body: [] })
      open = true
    } else if (open) blocks.at(-1)!.body.push(line)
    else throw new Error(`line ${index + 1} belongs to no command: ${line}`)
  }
  return blocks
}

function load({ head, body }: Block, loaded: Loaded): void {
  const makesNative = head.startsWith('load_with_nhcb')
  const stepMs = timeOf(head.split(/\s+/)[1]!)
  for (const line of body) {
    const { labels, rest } = splitSeries(line)
    const places = parseValues(rest).map((value, index) => ({ value, index }))
    const kept = places.filter(({ value }) => value !== 'gap')
    const times = Float64Array.from(kept, ({ index }) => index * stepMs)
    const values = Float64Array.from(kept, ({ value }) => (typeof value === 'number' ? value : 0))
    for (const [at, { value }] of kept.entries())
      if (typeof value !== 'number') writeStale(values, at)
    loaded.add(labels, times, values)
    if (kept.some(({ value }) => value === 'histogram')) loaded.addNative(labels, times)
    else if (makesNative) loaded.addNative(stemOf(labels), times)
  }
}

function timeOf(text: string): number {
  const negative = text.startsWith('-')
  const bare = text.replace(/^-/, '')
  const ms = parsePromqlDuration(bare) ?? (parseNumber(bare) ?? Number.NaN) * 1000
  if (Number.isNaN(ms)) throw new Error(`this is not a time: ${text}`)
  return negative ? -ms : ms
}

interface Moments {
  readonly startMs: number
  readonly endMs: number
  readonly stepMs: number
}

const INSTANT = /^eval(?:_(\w+))?\s+instant\s+at\s+(\S+)\s+([\s\S]+)$/
const RANGE = /^eval(?:_(\w+))?\s+range\s+from\s+(\S+)\s+to\s+(\S+)\s+step\s+(\S+)\s+([\s\S]+)$/

/** One `eval` with what is expected of it. */
class Evaluation {
  readonly #query: string
  readonly #moments: Moments
  readonly #instant: boolean
  readonly #expectations: string[] = []
  readonly #lines: string[] = []

  constructor({ head, body }: Block) {
    const instant = INSTANT.exec(head)
    const range = RANGE.exec(head)
    if (!instant && !range) throw new Error(`this is not an evaluation: ${head}`)
    this.#instant = instant !== null
    const at = instant ? timeOf(instant[2]!) : 0
    this.#moments = range
      ? { startMs: timeOf(range[2]!), endMs: timeOf(range[3]!), stepMs: timeOf(range[4]!) }
      : { startMs: at, endMs: at, stepMs: 0 }
    this.#query = instant ? instant[3]! : range![5]!
    const suffix = (instant ?? range)![1]
    if (suffix) this.#expectations.push(suffix)
    for (const line of body) {
      if (line.startsWith('expect ')) this.#expectations.push(line.slice(7).trim())
      else if (line.startsWith('expected_fail_message'))
        this.#expectations.push(`fail msg:${line.slice(21)}`)
      else if (line.startsWith('expected_fail_regexp'))
        this.#expectations.push(`fail regex:${line.slice(20)}`)
      else this.#lines.push(line)
    }
  }

  async run(source: SeriesSource): Promise<void> {
    const failure = this.#expectations.find((text) => /^fail\b/.test(text))
    let value: QueryValue
    try {
      const { startMs, endMs, stepMs } = this.#moments
      value = this.#instant
        ? await evaluateInstant(this.#query, startMs, source)
        : await evaluateRange(this.#query, startMs, endMs, stepMs, source)
    } catch (error) {
      if (!(failure && error instanceof OpsplaneError)) throw error
      return expectText(failure, [`${error.message}\n${error.details.problem}`])
    }
    if (failure) throw new Error('expected a failure')
    this.#compareNotes(value.notes)
    this.#compareValue(value)
  }

  #compareNotes(notes: readonly Note[]): void {
    const textsOf = (level: Note['level']) =>
      notes.filter((note) => note.level === level).map((note) => noteText(note, this.#query))
    const texts = { warn: textsOf('warning'), info: textsOf('info') }
    for (const expectation of this.#expectations) {
      const [, no, kind] = /^(no_)?(warn|info)\b/.exec(expectation) ?? []
      if (kind !== 'warn' && kind !== 'info') continue
      if (no && texts[kind].length > 0)
        throw new Error(`unexpected ${kind}: ${texts[kind].join('; ')}`)
      if (!no && texts[kind].length === 0) throw new Error(`expected a ${kind}`)
      if (!no) expectText(expectation, texts[kind])
    }
  }

  #compareValue(value: QueryValue): void {
    const [first] = this.#lines
    const text = this.#expectations.find((line) => line.startsWith('string '))?.slice(7)
    const literal = text ?? (first !== undefined && /^["'`]/.test(first) ? first : undefined)
    if (value.type === 'vector') this.#compareVector(value.samples)
    if (value.type === 'matrix') this.#compareMatrix(value)
    if (value.type === 'scalar')
      expectNumber(parseNumber(first ?? '') ?? Number.NaN, value.value, 'the scalar')
    if (value.type === 'string' && (literal === undefined || unquote(literal) !== value.value))
      throw new Error(`expected ${literal}, got ${JSON.stringify(value.value)}`)
  }

  #compareVector(samples: readonly { labels: Labels; value: number }[]): void {
    const expected = this.#lines.map(splitSeries)
    const keys = samples.map(({ labels }) => labelsKey(labels))
    const byKey = new Map(samples.map((sample, index) => [keys[index], sample]))
    const isOrdered = this.#expectations.includes('ordered')
    for (const [index, { labels, rest }] of expected.entries()) {
      const [wanted] = parseValues(rest)
      const found = byKey.get(labelsKey(labels))
      if (typeof wanted !== 'number') throw new Error(`expected a native histogram: ${rest}`)
      if (!found) throw new Error(`missing ${formatLabels(labels)}; got ${describe(samples)}`)
      if (isOrdered && keys[index] !== labelsKey(labels))
        throw new Error(
          `${formatLabels(labels)} is not at place ${index + 1}; got ${describe(samples)}`,
        )
      expectNumber(wanted, found.value, formatLabels(labels))
    }
    if (samples.length !== expected.length) throw new Error(`too many series: ${describe(samples)}`)
  }

  #compareMatrix({ series }: QueryMatrix): void {
    const { startMs, stepMs } = this.#windowMoments()
    const byKey = new Map(series.map((one) => [labelsKey(one.labels), one]))
    for (const line of this.#lines) {
      const { labels, rest } = splitSeries(line)
      const places = parseValues(rest)
      const key = labelsKey(labels)
      const found = byKey.get(key)
      byKey.delete(key)
      const actual = new Map(
        found ? [...found.times].map((time, i) => [time, found.values[i]!]) : [],
      )
      for (const [index, wanted] of places.entries()) {
        const time = startMs + index * stepMs
        expectPlace(wanted, actual.get(time), `${formatLabels(labels)} at ${time / 1000}s`)
        actual.delete(time)
      }
      if (actual.size > 0)
        throw new Error(`${formatLabels(labels)} has more values: ${[...actual].join(' ')}`)
    }
    const [more] = byKey.values()
    if (more)
      throw new Error(`unexpected ${formatLabels(more.labels)}: ${[...more.values].join(' ')}`)
  }

  #windowMoments(): Moments {
    for (const text of this.#expectations) {
      const window = /^range vector from (\S+) to (\S+) step (\S+)$/.exec(text)
      if (window)
        return {
          startMs: timeOf(window[1]!),
          endMs: timeOf(window[2]!),
          stepMs: timeOf(window[3]!),
        }
    }
    return this.#moments
  }
}

function describe(samples: readonly { labels: Labels; value: number }[]): string {
  return (
    samples.map(({ labels, value }) => `${formatLabels(labels)} ${value}`).join(', ') || 'nothing'
  )
}

function expectPlace(wanted: TestValue, actual: number | undefined, where: string): void {
  if (wanted === 'histogram' || wanted === 'stale')
    throw new Error(`expected a ${wanted} in ${where}`)
  if (wanted === 'gap') {
    if (actual !== undefined) throw new Error(`expected nothing in ${where}, got ${actual}`)
  } else if (actual === undefined) throw new Error(`expected ${wanted} in ${where}, got nothing`)
  else expectNumber(wanted, actual, where)
}

function expectNumber(wanted: number, actual: number, where: string): void {
  if (!almostEqual(wanted, actual, TOLERANCE))
    throw new Error(`expected ${wanted} for ${where}, got ${actual}`)
}

/** Holds `warn msg: …` or `fail regex: …` against what was said. */
function expectText(expectation: string, said: readonly string[]): void {
  const [, how, wanted] = /(msg|regex):\s*([\s\S]*)$/.exec(expectation) ?? []
  if (!how || wanted === undefined) return
  const pattern = how === 'regex' ? new RegExp(wanted) : undefined
  const matches = said.some((text) => (pattern ? pattern.test(text) : text.includes(wanted)))
  if (!matches) throw new Error(`expected "${wanted}", got "${said.join('; ')}"`)
}
