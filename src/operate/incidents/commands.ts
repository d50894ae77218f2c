/** What people do with incidents. Each is one decision in one transaction; the actor is on record. */
import { newId } from '#base'
import type { Ledger, NewFact } from '#ledger'
import { loadModel } from '#model'
import { changePriority, declare, note, resolve } from './decide.ts'
import { IncidentNotFound } from './errors.ts'
import type { Incident, Priority, Severity } from './incident.ts'
import { judgeOf } from './reaction.ts'
import { findIncident, nextNumber, readIncident } from './read.ts'

/** Which incident, and who acts: `person:ann`. */
export interface OnIncident {
  readonly workload: string
  /** Its id, `INC-42` or `42`. */
  readonly incident: string
  readonly by: string
}

/** Opens an incident that no alarm has seen. Returns it as it stands then. */
export function declareIncident(
  ledger: Ledger,
  options: {
    readonly workload: string
    readonly by: string
    readonly title: string
    readonly severity?: Severity | undefined
    /** outcome:name */
    readonly outcomes?: readonly string[] | undefined
    /** team:name or person:name; the workload's owner unless told. */
    readonly owner?: string | undefined
    readonly procedure?: string | null | undefined
    readonly occurredAtMs?: number | undefined
  },
): Promise<Incident> {
  const { workload, by, title, severity = 'critical', outcomes = [], procedure = null } = options
  return ledger.transact({ actor: by }, async (tx) => {
    const model = await loadModel(tx.sql, workload)
    const judge = await judgeOf(tx.sql, workload)
    const id = newId('inc', tx.nowMs)
    await tx.append(
      declare({
        id,
        workload,
        number: await nextNumber(tx.sql, workload),
        title,
        severity,
        outcomes,
        owner: options.owner ?? model?.get('workload', workload)?.spec.owner ?? by,
        procedure,
        judged: judge(outcomes, severity),
        occurredAtMs: options.occurredAtMs ?? tx.nowMs,
      }),
    )
    return (await readIncident(tx.sql, id))!
  })
}

/** Writes something down. Throws IncidentNotFound. */
export function addNote(ledger: Ledger, on: OnIncident & { text: string }): Promise<Incident> {
  return act(ledger, on, async (incident) => [note(incident, on.by, on.text)])
}

/** Ends it by a person’s word. Throws IncidentNotFound, CannotDo. */
export function resolveIncident(
  ledger: Ledger,
  on: OnIncident & { reason: string },
): Promise<Incident> {
  return act(ledger, on, async (incident) => [resolve(incident, on.by, on.reason)])
}

/** Puts a person’s priority in the place of the computed one; both stay on record. Throws IncidentNotFound, CannotDo. */
export function overridePriority(
  ledger: Ledger,
  on: OnIncident & { priority: Priority; reason: string },
): Promise<Incident> {
  return act(ledger, on, async (incident) =>
    changePriority(incident, on.priority, on.by, on.reason),
  )
}

function act(
  ledger: Ledger,
  on: OnIncident,
  decide: (
    incident: Incident,
    nowMs: number,
    sql: Parameters<typeof readIncident>[0],
  ) => Promise<NewFact[]>,
): Promise<Incident> {
  return ledger.transact({ actor: on.by }, async (tx) => {
    const incident = await findIncident(tx.sql, on.workload, on.incident)
    if (!incident) throw new IncidentNotFound({ incident: on.incident })
    await tx.append(...(await decide(incident, tx.nowMs, tx.sql)))
    return (await readIncident(tx.sql, incident.id))!
  })
}
