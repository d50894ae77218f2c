/** What people do while they work on an incident. Each is one decision in one transaction; the actor is on record. */
import { newId, type Sql } from '#base'
import { incidentDecisionAsked, incidentTaskAdded, type Ledger, type NewFact } from '#ledger'
import { loadModel } from '#model'
import {
  findIncident,
  type Incident,
  IncidentNotFound,
  type OnIncident,
} from '../incidents/index.ts'
import { endTask, makeDecision, move, setImpact, takeRole } from './decide.ts'
import { readResponse } from './read.ts'
import type { Phase, Response, Role } from './response.ts'

/** @throws IncidentNotFound, PhaseCannotBe */
export const moveIncident = (
  ledger: Ledger,
  on: OnIncident & { readonly to: Phase; readonly reason: string },
) => act(ledger, on, (incident, response) => move(incident, response, on))

/** @throws IncidentNotFound */
export const takeIncidentRole = (
  ledger: Ledger,
  on: OnIncident & {
    readonly role: Role
    readonly person: string
    readonly note?: string | undefined
  },
) => act(ledger, on, (incident, response) => takeRole(incident, response, on))

/** @throws IncidentNotFound */
export const addTask = (
  ledger: Ledger,
  on: OnIncident & { readonly text: string; readonly assignee: string | null },
) =>
  act(ledger, on, ({ id, workload, number }, _, nowMs) => {
    const { by, text, assignee } = on
    const task = newId('task', nowMs)
    return [incidentTaskAdded(id, { workload, number, by, task, text, assignee })]
  })

/** @throws IncidentNotFound, TaskNotFound */
export const endIncidentTask = (
  ledger: Ledger,
  on: OnIncident & {
    readonly task: string
    readonly outcome: 'done' | 'dropped'
    readonly result: string
  },
) => act(ledger, on, (incident, response) => endTask(incident, response, on))

/** @throws IncidentNotFound */
export const askForDecision = (
  ledger: Ledger,
  on: OnIncident & {
    readonly question: string
    readonly options: readonly string[]
    readonly risk: string | null
    readonly askedOf: string | null
  },
) =>
  act(ledger, on, ({ id, workload, number }, _, nowMs) => {
    const { by, question, options, risk, askedOf } = on
    const decision = newId('dec', nowMs)
    const asked = { decision, question, options: [...options], risk, askedOf }
    return [incidentDecisionAsked(id, { workload, number, by, ...asked })]
  })

/** @throws IncidentNotFound, DecisionNotFound, NoSuchOption, NotEmpowered */
export const decideForIncident = (
  ledger: Ledger,
  on: OnIncident & { readonly decision: string; readonly choice: string; readonly reason: string },
) =>
  act(ledger, on, async (incident, response, _, sql) => {
    const model = await loadModel(sql, incident.workload)
    const teams = (model?.all('team') ?? []).filter(({ spec }) => spec.members.includes(on.by))
    const standsFor = [on.by, ...teams.map(({ name }) => `team:${name}`)]
    return makeDecision(incident, response, { ...on, standsFor })
  })

/** @throws IncidentNotFound, ImpactRunsBackwards */
export const setIncidentImpact = (
  ledger: Ledger,
  on: OnIncident & { readonly from: string; readonly to: string | null; readonly reason: string },
) => act(ledger, on, (incident) => setImpact(incident, on))

function act(
  ledger: Ledger,
  on: OnIncident,
  decide: (
    incident: Incident,
    response: Response,
    nowMs: number,
    sql: Sql,
  ) => NewFact[] | Promise<NewFact[]>,
): Promise<Response> {
  return ledger.transact({ actor: on.by }, async (tx) => {
    const incident = await findIncident(tx.sql, on.workload, on.incident)
    if (!incident) throw new IncidentNotFound({ incident: on.incident })
    const before = await readResponse(tx.sql, incident.id)
    await tx.append(...(await decide(incident, before, tx.nowMs, tx.sql)))
    return readResponse(tx.sql, incident.id)
  })
}
