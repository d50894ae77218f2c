/** The door of traces: finding them, drawing one, the map of services, comparing two sets. */
export { CallPairing } from './call-pairing.ts'
export {
  compareTraces,
  type Difference,
  MOST_COMPARED,
  type TraceComparison,
} from './compare-traces.ts'
export {
  MOST_TRACES,
  searchTraces,
  type TracePage,
  type TraceSearch,
  type TraceSummary,
} from './search-traces.ts'
export { mapServices, type ServiceEdge, type ServiceMap, type ServiceNode } from './services.ts'
export { type FoundTrace, showTrace, spansOfTrace, TraceNotFound } from './show-trace.ts'
export type { FoundSpan } from './span.ts'
export { type Waterfall, type WaterfallSpan, waterfallOf } from './waterfall.ts'
export { type WholeTraces, wholeTraces } from './whole-traces.ts'
