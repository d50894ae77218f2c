/** The systems that send events here, and what they told. */
import { defineError } from '#base'
import { loadModel } from '#model'
import {
  confirmSubscription,
  listReceivedEvents,
  readDeliveries,
  readSubscriptions,
} from '#operate'
import type { Handlers } from '../handlers.ts'
import type { Services } from '../services.ts'
import { NoSuchWorkload } from './model.ts'

export const UnknownSource = defineError('event-source.unknown', 'not-found', {
  message: (d: { source: string }) => `The model declares no source of events called ${d.source}.`,
  hint: 'opsplane event-source list shows them.',
})

export function eventSourceHandlers({
  ledger,
  url,
  secrets,
  fetch,
}: Services): Handlers<'event-sources.list' | 'event-sources.confirm' | 'received-events.list'> {
  const { sql } = ledger.database
  const modelOf = async (workload: string) => {
    const model = await loadModel(sql, workload)
    if (!model) throw new NoSuchWorkload({ workload })
    return model
  }
  return {
    'event-sources.list': async ({ query: { workload } }) => {
      const model = await modelOf(workload)
      const deliveries = await readDeliveries(sql, workload)
      const subscriptions = await readSubscriptions(sql, workload)
      return {
        data: model.all('event-source').map(({ name, spec: { title, format, secret } }) => ({
          ...{ name, title, format },
          address: `${url()}/events/${name}?workload=${workload}`,
          lastAt: deliveries.get(name)?.lastAt ?? null,
          deliveries: deliveries.get(name)?.count ?? 0,
          missing: secret !== undefined && !secrets(secret) ? secret : null,
          subscriptions: subscriptions
            .filter(({ source }) => source === name)
            .map(({ source: _, ...one }) => one),
        })),
      }
    },
    'event-sources.confirm': async ({ params: { source }, body: { workload } }, { actor }) => {
      const model = await modelOf(workload)
      if (!model.get('event-source', source)) throw new UnknownSource({ source })
      const all = await confirmSubscription(ledger, { workload, source, by: actor }, fetch)
      return { data: all.map(({ topic, confirmedAt }) => ({ topic, confirmedAt })) }
    },
    'received-events.list': async ({ query }) => {
      const events = await listReceivedEvents(sql, query)
      return { data: events.map((one) => ({ ...one, labels: { ...one.labels } })) }
    },
  }
}
