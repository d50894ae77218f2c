/** What people do with retrospectives. */
import type { Ledger } from '#ledger'
import { close } from './decide.ts'
import { RetrospectiveNotFound } from './errors.ts'
import { readRetrospective } from './read.ts'
import type { Retrospective } from './retrospective.ts'

/** Throws RetrospectiveNotFound, RetrospectiveClosed, NothingLearned. */
export function closeRetrospective(
  ledger: Ledger,
  options: {
    readonly workload: string
    /** Its id, `RETRO-7` or `7`. */
    readonly retrospective: string
    /** person:ann */
    readonly by: string
    readonly summary: string
    /** Why there was nothing to learn; needed when it has no lesson. */
    readonly noLesson?: string | null | undefined
  },
): Promise<Retrospective> {
  const { workload, by } = options
  return ledger.transact({ actor: by }, async (tx) => {
    const found = await readRetrospective(tx.sql, workload, options.retrospective)
    if (!found) throw new RetrospectiveNotFound({ retrospective: options.retrospective })
    await tx.append(...close(found, by, options))
    return (await readRetrospective(tx.sql, workload, found.id))!
  })
}
