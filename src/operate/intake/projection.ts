/** What other systems told that is no alert, and the subscriptions that wait for a person’s word, folded from facts. */
import {
  defineProjection,
  eventReceived,
  fold,
  subscriptionAsked,
  subscriptionConfirmed,
} from '#ledger'

export const receivedEvents = defineProjection(
  'operate.intake',
  ['received_event', 'source_subscription'],
  [
    fold(
      eventReceived,
      ({ id, position, time, data }, sql) => sql`
        insert into received_event
          (id, position, workload, source, type, title, severity, identity, state, labels, url, occurred_at)
        values (${id}, ${position}, ${data.workload}, ${data.source}, ${data.type}, ${data.title},
          ${data.severity}, ${data.identity}, ${data.state}, ${JSON.stringify(data.labels)},
          ${data.url}, ${time})`,
    ),
    fold(
      subscriptionAsked,
      ({ time, data }, sql) => sql`
        insert into source_subscription (workload, source, topic, url, asked_at)
        values (${data.workload}, ${data.source}, ${data.topic}, ${data.url}, ${time})
        on conflict (workload, source, topic) do update set url = excluded.url,
          asked_at = excluded.asked_at, confirmed_at = null, confirmed_by = null`,
    ),
    fold(
      subscriptionConfirmed,
      ({ time, data }, sql) => sql`
        update source_subscription set confirmed_at = ${time}, confirmed_by = ${data.by}
        where workload = ${data.workload} and source = ${data.source} and topic = ${data.topic}`,
    ),
  ],
)
