/** Takes an event of another system once, however often it is delivered. */
import type { Ledger } from '#ledger'
import { type CloudEvent, factOf } from './decide.ts'
import { isKnown } from './projection.ts'

export type Taken = 'recorded' | 'known' | 'ignored'

export async function recordEvent(
  ledger: Ledger,
  event: CloudEvent,
  workload: string,
  actor: string,
): Promise<Taken> {
  const fact = factOf(event, workload)
  if (!fact) return 'ignored'
  return ledger.transact({ actor }, async (tx) => {
    if (await isKnown(tx.sql, workload, `${event.source}#${event.id}`)) return 'known'
    await tx.append(fact)
    return 'recorded'
  })
}
