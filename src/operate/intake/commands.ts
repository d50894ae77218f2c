/** What a person does about sources: lets a topic in that has asked for it. */
import { defineError, messageOf } from '#base'
import { type Ledger, subscriptionConfirmed } from '#ledger'
import { readSubscriptions, type Subscription } from './read.ts'

export const NobodyAsked = defineError('event-source.nobody-asked', 'not-found', {
  message: (d: { source: string }) => `No topic of ${d.source} waits to be confirmed.`,
  hint: 'Subscribe the address of the source to the topic, with HTTPS; it asks then.',
})
export const NotConfirmed = defineError('event-source.not-confirmed', 'unavailable', {
  message: (d: { topic: string; why: string }) => `${d.topic} could not be confirmed: ${d.why}.`,
  hint: 'An invitation is good for three days. Have the topic ask again when it is older.',
})

const PATIENCE_MS = 10_000

/**
 * Opens the address that the topic has sent, which was checked when it came, and puts on record who did.
 *
 * @throws NobodyAsked, NotConfirmed
 */
export async function confirmSubscription(
  ledger: Ledger,
  on: { readonly workload: string; readonly source: string; readonly by: string },
  fetch: typeof globalThis.fetch,
): Promise<Subscription[]> {
  const { workload, source, by } = on
  const { sql } = ledger.database
  const ofSource = async () =>
    (await readSubscriptions(sql, workload)).filter((one) => one.source === source)
  const waiting = (await ofSource()).filter(({ confirmedAt }) => confirmedAt === null)
  if (waiting.length === 0) throw new NobodyAsked({ source })
  for (const { topic, url } of waiting) {
    await open(url, topic, fetch)
    await ledger.transact({ actor: by }, (tx) =>
      tx.append(subscriptionConfirmed(`event-source:${source}`, { workload, source, topic, by })),
    )
  }
  return ofSource()
}

async function open(url: string, topic: string, fetch: typeof globalThis.fetch): Promise<void> {
  const response = await fetch(url, {
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).catch((cause: Error) => {
    throw new NotConfirmed({ topic, why: messageOf(cause) }, { cause })
  })
  await response.body?.cancel()
  if (!response.ok) throw new NotConfirmed({ topic, why: `the answer was ${response.status}` })
}
