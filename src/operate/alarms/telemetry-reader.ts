/** Signals read from telemetry by PromQL; each query is parsed once. */
import {
  type Expr,
  evaluateInstant,
  evaluateRange,
  PromqlEvaluationError,
  parsePromql,
  type SelectorUse,
  type SeriesSource,
  selectorsOf,
  type Telemetry,
} from '#telemetry'
import type { SignalReader, SignalSeries } from './reader.ts'

/** A workload has hundreds of queries; who asks more is answered too, only slower. */
const PARSED_AT_MOST = 50_000

/** What holds no queries has each of them evaluated. */
type Read = Pick<Telemetry, 'source' | 'onArrival'> & Partial<Pick<Telemetry, 'standing'>>

export function signalReaderOf(telemetry: Read): SignalReader {
  const { source, standing } = telemetry
  const parsed = new Map<string, Expr>()

  function parse(query: string): Expr {
    const known = parsed.get(query)
    if (known) return known
    const expr = parsePromql(query)
    if (parsed.size >= PARSED_AT_MOST) parsed.clear()
    parsed.set(query, expr)
    return expr
  }

  return {
    metricsOf: (query) => metricsOf(parse(query)),
    hold(query, lookbackMs, hear) {
      const held = standing?.hold(parse(query), lookbackMs, hear)
      return typeof held === 'string' ? undefined : held
    },
    tellSilent: () => standing?.tellSilent(),
    async instant(query, atMs, lookbackMs) {
      const standingAnswer = standing?.ask(parse(query), lookbackMs, atMs)
      if (standingAnswer) {
        const { labels, values } = standingAnswer
        return labels.map((one, i) => ({ labels: one, value: values[i]! }))
      }
      const options = lookbackMs === undefined ? {} : { lookbackMs }
      const answer = await evaluateInstant(parse(query), atMs, source, options)
      switch (answer.type) {
        case 'vector':
          return answer.samples
        case 'scalar':
          return [{ labels: {}, value: answer.value }]
        default:
          throw new PromqlEvaluationError({
            problem: `a signal has one value at a time, and this query answers with a ${answer.type}`,
          })
      }
    },
    async newestMs(query, atMs) {
      const selectors = selectorsOf(parse(query))
      const newest = await Promise.all(selectors.map((one) => newestOf(source, one, atMs)))
      // A query that reads nothing, such as vector(1), is always of now.
      return newest.reduce(
        (a, b) => (a === undefined || b === undefined ? undefined : Math.min(a, b)),
        atMs,
      )
    },
    async timesOf(query, { fromMs, toMs }) {
      const times = new Set<number>()
      for (const { matchers, offsetMs } of selectorsOf(parse(query)))
        for (const series of await source.select(matchers, fromMs - offsetMs, toMs - offsetMs))
          for (const timeMs of series.times) times.add(timeMs + offsetMs)
      return [...times].sort((a, b) => a - b)
    },
    async samples(query, { fromMs, toMs }) {
      const found: SignalSeries[] = []
      for (const { matchers, offsetMs } of selectorsOf(parse(query)))
        for (const { labels, times, values } of await source.select(
          matchers,
          fromMs - offsetMs,
          toMs - offsetMs,
        ))
          found.push({
            labels,
            points: Array.from(times, (timeMs, i) => ({
              timeMs: timeMs + offsetMs,
              value: values[i]!,
            })),
          })
      return found
    },
    async range(query, { fromMs, toMs, stepMs, lookbackMs }) {
      const options = lookbackMs === undefined ? {} : { lookbackMs }
      const { series } = await evaluateRange(parse(query), fromMs, toMs, stepMs, source, options)
      return series.map(({ labels, times, values }) => ({
        labels,
        points: Array.from(times, (timeMs, i) => ({ timeMs, value: values[i]! })),
      }))
    },
    onArrival: (hear) => telemetry.onArrival(hear),
  }
}

/** Looks a little back first, since nearly everything is recent. */
const LOOK_BACK_MS = [15_000, 60_000, 300_000]

async function newestOf(
  source: SeriesSource,
  { matchers, offsetMs }: SelectorUse,
  atMs: number,
): Promise<number | undefined> {
  const toMs = atMs - offsetMs
  for (const backMs of LOOK_BACK_MS) {
    let newest = Number.NEGATIVE_INFINITY
    for (const { times } of await source.select(matchers, toMs - backMs, toMs))
      newest = Math.max(newest, times.at(-1) ?? Number.NEGATIVE_INFINITY)
    if (newest > Number.NEGATIVE_INFINITY) return newest + offsetMs
  }
  return undefined
}

/** Undefined when a selector names no metric, or a pattern of names. */
function metricsOf(expr: Expr): ReadonlySet<string> | undefined {
  const names = new Set<string>()
  for (const { matchers } of selectorsOf(expr)) {
    const name = matchers.find((matcher) => matcher.name === '__name__' && matcher.op === '=')
    if (!name) return undefined
    names.add(name.value)
  }
  return names
}
