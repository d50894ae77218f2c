/** Signals read from telemetry by PromQL; each query is parsed once. */
import {
  type Expr,
  evaluateInstant,
  evaluateRange,
  PromqlEvaluationError,
  parsePromql,
  selectorsOf,
  type Telemetry,
} from '#telemetry'
import type { SignalReader } from './reader.ts'

/** A workload has hundreds of queries; who asks more is answered too, only slower. */
const PARSED_AT_MOST = 10_000

export function signalReaderOf(telemetry: Pick<Telemetry, 'source' | 'onArrival'>): SignalReader {
  const { source } = telemetry
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
    async instant(query, atMs) {
      const answer = await evaluateInstant(parse(query), atMs, source)
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
    async range(query, { fromMs, toMs, stepMs }) {
      const { series } = await evaluateRange(parse(query), fromMs, toMs, stepMs, source)
      return series.map(({ labels, times, values }) => ({
        labels,
        points: Array.from(times, (timeMs, i) => ({ timeMs, value: values[i]! })),
      }))
    },
    onArrival: (hear) => telemetry.onArrival(hear),
  }
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
