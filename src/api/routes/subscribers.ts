/** Who follows status pages, and how far each update has been told. */
import {
  countSubscribers,
  importSubscribers,
  listFanOuts,
  listSubscribers,
  releaseFanOut,
  unsubscribeAddress,
} from '#operate'
import type { Handlers } from '../handlers.ts'
import type { Services } from '../services.ts'

type Names =
  | 'status.subscribers'
  | 'status.import-subscribers'
  | 'status.unsubscribe'
  | 'status.fan-outs'
  | 'status.release'

export function subscriberHandlers({ ledger }: Services): Handlers<Names> {
  const { sql } = ledger.database
  return {
    'status.subscribers': async ({ params: { page }, query }) => {
      const { workload, limit } = query
      const of = { workload, page }
      const after = Number.parseInt(query.after ?? '0', 10) || 0
      const found = await listSubscribers(sql, { ...of, after, limit: limit + 1 })
      const subscribers = found.slice(0, limit)
      return {
        data: {
          counts: await countSubscribers(sql, of),
          subscribers: subscribers.map(({ id, kind, address, components, confirmedAt }) => ({
            ...{ id, kind, components: [...components] },
            ...{ address: address!, confirmedAt: confirmedAt! },
          })),
        },
        next: found.length > limit ? String(subscribers.at(-1)!.seq) : null,
      }
    },
    'status.import-subscribers': async ({ params, body }, { actor: by }) => ({
      data: await importSubscribers(ledger, { ...params, ...body, by }),
    }),
    'status.unsubscribe': async ({ params, body }, { actor: by }) => ({
      data: { found: await unsubscribeAddress(ledger, { ...params, ...body, by }) },
    }),
    'status.fan-outs': async ({ params, query }) => {
      const found = await listFanOuts(sql, { ...params, ...query })
      return {
        data: found.map(({ id, page, seq, component, said, message, counts, ...rest }) => ({
          ...{ id, page, seq, component, said, text: message.title, counts: { ...counts } },
          ...{ state: rest.state, reason: rest.reason, releasedBy: rest.releasedBy },
          ...{ publishedAt: rest.publishedAt, endedAt: rest.endedAt, total: rest.total },
        })),
      }
    },
    'status.release': async ({ params }, { actor: by }) => {
      const { id, state } = await releaseFanOut(ledger, { ...params, by })
      return { data: { id, state } }
    },
  }
}
