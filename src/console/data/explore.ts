/** Addresses of the Explore page: from any chart, record or span to the same question there. */
import { stretch } from './address.ts'

export type ExploreTab = 'metrics' | 'logs' | 'traces' | 'services' | 'sql'

/** Below the workload, with what to ask. `Link to={href(page)} search={search}` takes both. */
export interface At {
  readonly page: string
  readonly search: Readonly<Record<string, string>>
}

const AROUND_MS = 5 * 60_000

export const explore = {
  /** A question on its tab; `from` and `to` as in the address of the page it is asked from. */
  ask: (tab: ExploreTab, question: string, range: { from?: string; to?: string } = {}): At => ({
    page: 'explore',
    search: { tab, [tab]: question, ...given(range) },
  }),
  trace: (traceId: string, spanId?: string): At => ({
    page: `explore/traces/${traceId}`,
    search: spanId ? { span: spanId } : {},
  }),
  /** What the ledger has five minutes before and after a moment. */
  eventsAround: (atMs: number): At => ({
    page: 'ledger',
    search: stretch(atMs - AROUND_MS, atMs + AROUND_MS),
  }),
}

function given(range: { from?: string | undefined; to?: string | undefined }) {
  return {
    ...(range.from ? { from: range.from } : {}),
    ...(range.to ? { to: range.to } : {}),
  }
}
