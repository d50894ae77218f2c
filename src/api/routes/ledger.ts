/** The ledger: read, verified, and its projections folded anew. */
import { rebuildProjections, verifyLedger } from '#ledger'
import type { Handlers } from '../handlers.ts'
import type { Services } from '../services.ts'

type Names = 'ledger.list' | 'ledger.verify' | 'ledger.rebuild'

export function ledgerHandlers({ ledger }: Services): Handlers<Names> {
  return {
    'ledger.list': async ({ query }) => {
      const { after, limit, type, subject, correlation, actor, since, until, order } = query
      const newestFirst = order === 'newest'
      const place = after === undefined ? undefined : Number(after)
      const facts = await ledger.read({
        limit: limit + 1,
        newestFirst,
        ...(place === undefined ? {} : newestFirst ? { upTo: place - 1 } : { after: place }),
        ...(type ? { types: type.split(',') } : {}),
        ...(subject ? { subject } : {}),
        ...(correlation ? { correlation } : {}),
        ...(actor ? { actor } : {}),
        ...(since ? { since: new Date(since) } : {}),
        ...(until ? { until: new Date(until) } : {}),
      })
      const page = facts.slice(0, limit)
      return { data: page, next: facts.length > limit ? String(page.at(-1)!.position) : null }
    },
    'ledger.verify': async () => ({ data: await verifyLedger(ledger.database) }),
    'ledger.rebuild': async () => {
      const { facts, differing } = await rebuildProjections(ledger)
      return { data: { facts, same: differing.length === 0, differing: [...differing] } }
    },
  }
}
