/**
 * More log records than so many are found by a search within some time. The store counts; it is not asked again while
 * nothing that the search finds has arrived here, except now and then for what other nodes have taken in.
 */
import { durationMs } from '#base'
import { NoLogs } from '../log-reader.ts'
import type { AlarmKind, Sampler } from './kind.ts'

export const logs: AlarmKind<'logs'> = {
  kind: 'logs',
  source({ logs: spec }) {
    if (!spec) return undefined
    const { search, more, within } = spec
    return {
      read: countOf(search, durationMs(within)),
      breached: (count) => count > more,
      recovered: (count) => count <= more,
    }
  },
  words: ({ logs: spec }) => ({
    looksAt: `logs ${spec?.search}`,
    when: spec?.more === 0 ? `any in ${spec.within}` : `more than ${spec?.more} in ${spec?.within}`,
  }),
}

const ASK_ANYWAY_MS = 30_000

function countOf(search: string, withinMs: number): Sampler {
  let known: { readonly count: number; readonly atMs: number } | undefined
  return async (atMs, { logs: reader }) => {
    if (!reader) throw new NoLogs({})
    const isQuiet =
      known?.count === 0 &&
      atMs - known.atMs < ASK_ANYWAY_MS &&
      !reader.hasArrived(search, atMs - withinMs)
    if (!isQuiet)
      known = { count: await reader.count(search, { fromMs: atMs - withinMs, toMs: atMs }), atMs }
    return [{ labels: {}, value: known!.count }]
  }
}
