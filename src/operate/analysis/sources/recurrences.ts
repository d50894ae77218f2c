/** Earlier incidents of the same group, and what was confirmed to be their cause. */
import { causeConfirmed } from '#ledger'
import type { EvidenceSource } from '../evidence.ts'

const MOST = 5

export const recurrences: EvidenceSource = {
  name: 'recurrence',
  weight: 0.4,
  async collect({ ledger, incident }) {
    const { sql } = ledger.database
    const rows = await sql<{
      number: number
      title: string
      opened_at: Date
      resolved_reason: string | null
      cause: Parameters<typeof causeConfirmed>[1] | null
    }>`
      select number, title, opened_at, resolved_reason,
        (select data from ledger where type = ${causeConfirmed.type} and subject = incident.id
         order by position desc limit 1) as cause
      from incident
      where workload = ${incident.workload} and group_key = ${incident.group} and number < ${incident.number}
      order by number desc limit ${MOST}`
    return {
      items: rows.map(({ number, title, opened_at, resolved_reason, cause }) => ({
        ...{ kind: 'recurrence', at: opened_at.toISOString(), about: `INC-${number}` },
        text: [title, cause ? `cause: ${cause.trigger}` : resolved_reason]
          .filter(Boolean)
          .join('; '),
        look: `incidents/INC-${number}`,
      })),
      suspects: rows.flatMap(({ number, cause }) =>
        cause?.suspect
          ? [{ name: cause.suspect, score: 1, reasons: [`it was the cause of INC-${number}`] }]
          : [],
      ),
    }
  },
}
