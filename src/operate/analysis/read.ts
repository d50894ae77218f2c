/** The evidence of an incident and its confirmed cause, from the ledger. */
import { causeConfirmed, evidenceCollected, type Ledger } from '#ledger'

type Collected = Parameters<typeof evidenceCollected>[1] & { readonly at: string }
type Confirmed = Parameters<typeof causeConfirmed>[1] & { readonly at: string }

/** The newest of each occasion, and the newest confirmation. */
export interface Causes {
  readonly declared: Collected | null
  readonly resolved: Collected | null
  readonly confirmed: Confirmed | null
}

export async function readCauses(ledger: Pick<Ledger, 'read'>, incident: string): Promise<Causes> {
  const facts = await ledger.read({
    subject: incident,
    types: [evidenceCollected.type, causeConfirmed.type],
    newestFirst: true,
    limit: 50,
  })
  const collected = facts
    .filter(({ type }) => type === evidenceCollected.type)
    .map(({ data, time }) => ({ ...(data as Collected), at: time }))
  const confirmed = facts.find(({ type }) => type === causeConfirmed.type)
  return {
    declared: collected.find(({ occasion }) => occasion === 'declared') ?? null,
    resolved: collected.find(({ occasion }) => occasion === 'resolved') ?? null,
    confirmed: confirmed ? { ...(confirmed.data as Confirmed), at: confirmed.time } : null,
  }
}
