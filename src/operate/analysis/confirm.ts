/** A person says what it was. Suspects are suggestions; the chain of causes is somebody's word, on record. */
import { causeConfirmed, type Ledger } from '#ledger'
import { findIncident, IncidentNotFound, type OnIncident } from '../incidents/index.ts'

export interface CauseChain {
  /** Whom of the suspects it was; null when none of them. */
  readonly suspect: string | null
  readonly trigger: string
  readonly vulnerability: string
  readonly notCaught: string
  readonly reach: string
}

/** A later word stands beside the earlier ones and counts. @throws IncidentNotFound */
export async function confirmCause(
  ledger: Ledger,
  { workload, incident: name, by, ...chain }: OnIncident & CauseChain,
): Promise<void> {
  await ledger.transact({ actor: by }, async (tx) => {
    const incident = await findIncident(tx.sql, workload, name)
    if (!incident) throw new IncidentNotFound({ incident: name })
    const { id, number } = incident
    await tx.append(causeConfirmed(id, { workload, number, by, ...chain }))
  })
}
