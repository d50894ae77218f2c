/** The last comparison of a workload, from the ledger. */
import { dependenciesCompared, type Ledger } from '#ledger'

export type Comparison = Parameters<typeof dependenciesCompared>[1] & {
  /** ISO 8601 */
  readonly at: string
}

/** Undefined until calls were seen. */
export async function readComparison(
  ledger: Pick<Ledger, 'read'>,
  workload: string,
): Promise<Comparison | undefined> {
  const [fact] = await ledger.read({
    types: [dependenciesCompared.type],
    subject: `workload:${workload}`,
    newestFirst: true,
    limit: 1,
  })
  return fact && { ...(fact.data as Comparison), at: fact.time }
}
