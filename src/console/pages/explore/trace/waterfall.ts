/** What of a trace is drawn: the spans whose ancestors are unfolded, the places of services, and where time went. */
import type { Data } from '../../../data/index.ts'

export type Trace = Data<'traces.show'>
export type Span = Trace['spans'][number]

/** So many are drawn at once; folding leads to the others. */
export const MOST_SPANS = 1_000

/** Spans in their order, without those below a folded one. */
export function unfolded(spans: readonly Span[], folded: ReadonlySet<string>): Span[] {
  const shown: Span[] = []
  let below = Number.POSITIVE_INFINITY
  for (const span of spans) {
    if (span.depth > below) continue
    below = folded.has(span.spanId) ? span.depth : Number.POSITIVE_INFINITY
    shown.push(span)
  }
  return shown
}

/** Ids of the spans that have others below them, with how many. */
export function childCounts(spans: readonly Span[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { parentId } of spans) counts.set(parentId, (counts.get(parentId) ?? 0) + 1)
  return counts
}

export interface Waited {
  readonly service: string
  readonly ms: number
  readonly share: number
}

/** How long the trace waited for each service itself, the longest first. */
export function waitedFor({ spans, durationMs }: Trace): Waited[] {
  const sums = new Map<string, number>()
  for (const { service, criticalMs } of spans)
    sums.set(service, (sums.get(service) ?? 0) + criticalMs)
  return [...sums]
    .filter(([, ms]) => ms > 0)
    .map(([service, ms]) => ({ service, ms, share: durationMs > 0 ? ms / durationMs : 0 }))
    .sort((a, b) => b.ms - a.ms)
}
