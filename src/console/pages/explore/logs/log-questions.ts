/** What the logs tab asks about one search: its records, their numbers over time, their fields and templates. */
import { type Range, useAnswer, useFilter, useFilters, usePages } from '../../../data/index.ts'

/** Records of a page, and the most that are loaded before a person is told to narrow the search. */
export const PAGE = 200
export const MOST_LOADED = 2_000
export const BUCKETS = 60

export function searchOf(question: string, { span, to }: Pick<Range, 'span' | 'to'>) {
  return { query: question, since: span, ...(to ? { to } : {}) }
}

export function useLogs(question: string, range: Range, enabled: boolean) {
  const query = searchOf(question, range)
  const records = usePages('logs.search', { query: { ...query, limit: PAGE } }, { enabled })
  const histogram = useAnswer('logs.histogram', { query: { ...query, buckets: BUCKETS } })
  return { records, histogram }
}

/** The search in the address, and how another one is run: a step for the back button. */
export function useLogSearch() {
  const [question] = useFilter('logs')
  const change = useFilters()
  return {
    question,
    run: (logs: string) => change({ tab: 'logs', logs, record: '' }, true),
  }
}
