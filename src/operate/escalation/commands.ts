/** What people do with the way help is called. Each is one decision in one transaction; the actor is on record. */
import type { Sql } from '#base'
import {
  escalationPartyAnswered,
  escalationReassigned,
  escalationSnoozed,
  type Ledger,
  type NewFact,
} from '#ledger'
import { loadModel, type Model } from '#model'
import {
  acknowledge,
  CannotDo,
  findIncident,
  type Incident,
  IncidentNotFound,
  nameOf,
  type OnIncident,
  readIncident,
} from '../incidents/index.ts'
import { ackTtlOf, policyFor } from '../oncall/index.ts'
import { ackTtlIn, call, ofEscalation } from './decide.ts'
import {
  CannotHandTo,
  NoEscalation,
  NoSuchStep,
  PartyNotCalled,
  SnoozeOutOfRange,
} from './errors.ts'
import type { Escalation } from './escalation.ts'
import { readEscalation, readParties } from './projection.ts'

const LONGEST_SNOOZE_MS = 24 * 3_600_000

/**
 * Says that somebody is on it: help is not called on until the acknowledgement runs out, or, where a step
 * wants all of those it has called, until the others have said so as well. `also` brings facts that stand or
 * fall with it.
 *
 * @throws IncidentNotFound, CannotDo
 */
export function acknowledgeIncident(
  ledger: Ledger,
  on: OnIncident,
  also: (sql: Sql) => Promise<NewFact[]> = async () => [],
): Promise<Incident> {
  return act(ledger, on, async ({ incident, escalation, model, nowMs, sql }) => {
    const { alarm, owner, priority } = incident
    const ttlMs = escalation
      ? ackTtlIn(escalation, priority)
      : ackTtlOf(policyFor(model, alarm, owner), priority)
    const others = (escalation?.awaits ?? []).filter((one) => one !== on.by)
    return [...(await also(sql)), acknowledge(incident, on.by, nowMs + ttlMs, others)]
  })
}

/**
 * Calls a step now: by its name, by its number from 1, or the one that is next.
 *
 * @throws IncidentNotFound, CannotDo, NoEscalation, NoSuchStep
 */
export function escalateNow(
  ledger: Ledger,
  on: OnIncident & { readonly step?: string | undefined; readonly reason: string },
): Promise<Incident> {
  return act(ledger, on, (at) => {
    const escalation = runningIn(at)
    const { by, reason } = on
    return [call(escalation, { step: stepOf(escalation, on.step), by, reason, trigger: null })]
  })
}

/**
 * Nobody is called until an instant, in milliseconds since 1970; then all of it begins anew. What becomes
 * more urgent wakes it.
 *
 * @throws IncidentNotFound, CannotDo, NoEscalation, SnoozeOutOfRange
 */
export function snoozeIncident(
  ledger: Ledger,
  on: OnIncident & { readonly untilMs: number; readonly reason: string },
): Promise<Incident> {
  return act(ledger, on, (at) => {
    const escalation = runningIn(at)
    const latestMs = at.nowMs + LONGEST_SNOOZE_MS
    const { by, reason, untilMs } = on
    if (!(untilMs > at.nowMs && untilMs <= latestMs))
      throw new SnoozeOutOfRange({ until: iso(untilMs), latest: iso(latestMs) })
    const of = ofEscalation(escalation)
    return [escalationSnoozed(at.incident.id, { ...of, by, reason, until: iso(untilMs) })]
  })
}

/**
 * Others are called from now on: those of an escalation, or a team, a rotation or a person alone.
 *
 * @throws IncidentNotFound, CannotDo, NoEscalation, CannotHandTo
 */
export function reassignIncident(
  ledger: Ledger,
  on: OnIncident & { readonly to: string; readonly reason: string },
): Promise<Incident> {
  return act(ledger, on, (at) => {
    const escalation = runningIn(at)
    const { by, to, reason } = on
    if (!HANDS.some((kind) => to.startsWith(`${kind}:`) && at.model?.find(to, kind)))
      throw new CannotHandTo({ to })
    const of = ofEscalation(escalation)
    return [escalationReassigned(at.incident.id, { ...of, by, to, reason })]
  })
}

const HANDS = ['escalation', 'team', 'rotation', 'person'] as const

/**
 * A third party has answered with its number for the matter, also when somebody called it by hand.
 *
 * @throws IncidentNotFound, CannotDo, NoEscalation, PartyNotCalled
 */
export function recordCase(
  ledger: Ledger,
  on: OnIncident & { readonly party: string; readonly case: string },
): Promise<Incident> {
  return act(ledger, on, async (at) => {
    const escalation = runningIn(at)
    const party = on.party.includes(':') ? on.party : `third-party:${on.party}`
    if (!at.model?.find(party, 'third-party')) {
      const called = (await at.parties()).map((one) => one.party).join(', ')
      throw new PartyNotCalled({ party, called })
    }
    const of = ofEscalation(escalation)
    const answered = { ...of, party, case: on.case, by: on.by }
    return [escalationPartyAnswered(at.incident.id, answered)]
  })
}

interface At {
  readonly incident: Incident
  readonly escalation: Escalation | undefined
  readonly model: Model | undefined
  readonly nowMs: number
  readonly sql: Sql
  readonly parties: () => ReturnType<typeof readParties>
}

function runningIn({ incident, escalation }: At): Escalation {
  if (incident.state !== 'open')
    throw new CannotDo({ incident: nameOf(incident), what: 'be escalated', why: 'it is resolved' })
  if (!escalation)
    throw new NoEscalation({ incident: nameOf(incident), why: 'it is only for information' })
  return escalation
}

/** From 0. After the last step the first is next. */
function stepOf({ step, steps }: Escalation, wanted: string | undefined): number {
  if (wanted === undefined) return step < steps.length ? step : 0
  const named = steps.findIndex(({ name }) => name === wanted)
  const found = named >= 0 ? named : /^\d+$/.test(wanted) ? Number(wanted) - 1 : -1
  if (found >= 0 && found < steps.length) return found
  const all = steps.map(({ name }, i) => name ?? String(i + 1)).join(', ')
  throw new NoSuchStep({ step: wanted, steps: all })
}

function act(
  ledger: Ledger,
  on: OnIncident,
  decide: (at: At) => NewFact[] | Promise<NewFact[]>,
): Promise<Incident> {
  return ledger.transact({ actor: on.by }, async (tx) => {
    const incident = await findIncident(tx.sql, on.workload, on.incident)
    if (!incident) throw new IncidentNotFound({ incident: on.incident })
    const facts = await decide({
      incident,
      escalation: await readEscalation(tx.sql, incident.id),
      model: await loadModel(tx.sql, incident.workload),
      nowMs: tx.nowMs,
      sql: tx.sql,
      parties: () => readParties(tx.sql, incident.id),
    })
    await tx.append(...facts)
    return (await readIncident(tx.sql, incident.id))!
  })
}

const iso = (ms: number) => new Date(ms).toISOString()
