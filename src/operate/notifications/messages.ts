/** What people are told, in plain words: what happened to whom first, then since when, why, and what to do. */
import { durationMs, formatDuration } from '#base'
import type { NotificationMessage } from '#ledger'
import type { Model, SpecOf } from '#model'
import { type Incident, type IncidentAlarm, nameOf } from '../incidents/index.ts'
import { clockTime, listed, spoken } from '../wording/index.ts'
import { linesOf, saidBy } from './said.ts'

/** To whom a message speaks. */
export interface Reader {
  /** IANA zone of the recipient. */
  readonly zone: string
  readonly nowMs: number
}

/** Help is needed. `why` says how it came to this recipient. */
export function pageMessage(
  incident: Incident,
  model: Model | undefined,
  why: string,
  reader: Reader,
): NotificationMessage {
  const { hurt, whom } = harmOf(incident, model)
  const since = clockTime(Date.parse(incident.occurredAt), reader.nowMs, reader.zone)
  const name = nameOf(incident)
  return {
    title: `[${incident.priority}] ${name}: ${incident.title}`,
    lines: [
      `${incident.title}. ${incident.priority}, since ${since}.`,
      hurt ? `It hurts ${hurt}${whom ? ` for ${whom}` : ''}.` : 'No outcome is known to suffer.',
      ...saidBy(incident),
      `You are told because ${why}.`,
    ],
    fields: [
      { label: 'Priority', value: `${incident.priority}: ${incident.priorityReason}` },
      ...(hurt ? [{ label: 'Hurt', value: hurt }] : []),
      ...(whom ? [{ label: 'For whom', value: whom }] : []),
      { label: 'Since', value: since },
      { label: 'Owner', value: spoken(incident.owner) },
    ],
    links: [
      { label: `Acknowledge ${name}`, path: `${pathOf(incident)}?do=acknowledge` },
      ...procedureLink(incident),
      { label: `All about ${name}`, path: pathOf(incident) },
    ],
    data: dataOf(incident),
  }
}

/** Help is needed from outside: nothing in it that only those inside may know. */
export function partyMessage(
  incident: Incident,
  party: SpecOf<'third-party'>,
  reader: Reader,
): NotificationMessage {
  const since = clockTime(Date.parse(incident.occurredAt), reader.nowMs, reader.zone)
  const name = nameOf(incident)
  const { contract, answersWithin, needs } = party
  return {
    title: `[${incident.priority}] ${name}: we need your help: ${incident.title}`,
    lines: [
      `We need your help: ${incident.title}, since ${since}.`,
      `Our contract with you: ${contract}. It says that you answer within ${formatDuration(durationMs(answersWithin))}.`,
      'Please answer with the number of your case.',
    ],
    fields: [
      { label: 'Contract', value: contract },
      { label: 'Our reference', value: name },
      { label: 'Since', value: since },
      ...(needs === undefined ? [] : [{ label: 'You ask for', value: needs }]),
    ],
    links: [],
    data: { incident: name, contract, priority: incident.priority, title: incident.title },
  }
}

/** More has joined, or it has become more urgent: to those who were called before. */
export function grownMessage(
  incident: Incident,
  joined: readonly IncidentAlarm[],
  reason: 'interval' | 'priority',
): NotificationMessage {
  const name = nameOf(incident)
  const titles = [...new Set(joined.map(({ title }) => title))]
  const more =
    joined.length === 0
      ? `${name} is ${incident.priority} now: ${incident.priorityReason}`
      : `${joined.length} more ${joined.length === 1 ? 'alarm' : 'alarms'} in ${name}: ${listed(titles)}.`
  return {
    title: `[${incident.priority}] ${name}: ${joined.length === 0 ? 'more urgent' : `${joined.length} more`}`,
    lines: [
      more,
      ...(reason === 'priority' && joined.length > 0
        ? [`It is ${incident.priority} now: ${incident.priorityReason}`]
        : []),
      ...linesOf(joined),
    ],
    fields: [{ label: 'Priority', value: `${incident.priority}: ${incident.priorityReason}` }],
    links: [{ label: `All about ${name}`, path: pathOf(incident) }],
    data: dataOf(incident),
  }
}

/** It is over. */
export function recoveryMessage(
  incident: Incident,
  model: Model | undefined,
  reader: Reader,
): NotificationMessage {
  const { hurt, whom } = harmOf(incident, model)
  const fromMs = Date.parse(incident.occurredAt)
  const toMs = Date.parse(incident.resolvedAt!)
  const by = incident.resolvedBy === 'alarms' ? '' : ` (${spoken(incident.resolvedBy!)})`
  return {
    title: `It is over: ${nameOf(incident)}: ${incident.title}`,
    lines: [
      `It is over: ${incident.title}.`,
      `It lasted ${formatDuration(Math.max(0, toMs - fromMs))}, from ${clockTime(fromMs, reader.nowMs, reader.zone)} to ${clockTime(toMs, reader.nowMs, reader.zone)}.`,
      `It ended because ${incident.resolvedReason}${by}.`,
    ],
    fields: [
      { label: 'Priority', value: incident.priority },
      ...(hurt ? [{ label: 'Was hurt', value: hurt }] : []),
      ...(whom ? [{ label: 'For whom', value: whom }] : []),
    ],
    links: [{ label: `What happened in ${nameOf(incident)}`, path: pathOf(incident) }],
    data: dataOf(incident),
  }
}

/** What a status page says, to those who follow it. Internal parts are not named. */
export function statusMessage(
  update: {
    readonly workload: string
    readonly page: string
    readonly component: string
    readonly state: 'impacted' | 'operational'
    readonly text: string
    readonly since: string
  },
  title: string,
  atMs: number,
  told: Pick<NotificationMessage, 'lines' | 'fields' | 'links'>,
): NotificationMessage {
  const { page, component, state, text, since } = update
  const over = state === 'operational'
  const sinceMs = Date.parse(since)
  const fromTo = `from ${clockTime(sinceMs, atMs)} to ${clockTime(atMs, atMs)}`
  return {
    title: `${title}: ${text}`,
    lines: [
      text,
      over
        ? `${component} was impaired ${fromTo}, for ${formatDuration(Math.max(0, atMs - sinceMs))}.`
        : `${component} has been impaired since ${clockTime(sinceMs, atMs)}. We will tell you when it is over.`,
      ...told.lines,
    ],
    fields: told.fields,
    links: [...told.links, { label: 'Current status', path: `/status/${page}` }],
    data: { page, component, state, since },
  }
}

function harmOf(
  incident: Incident,
  model: Model | undefined,
): { readonly hurt: string; readonly whom: string } {
  const outcomes = incident.outcomes.flatMap((outcome) => model?.find(outcome, 'outcome') ?? [])
  return {
    hurt: listed(outcomes.map(({ spec }) => spec.title)),
    whom: listed([...new Set(outcomes.flatMap(({ spec }) => spec.customers ?? []))]),
  }
}

export const pathOf = ({ workload, number }: Incident) => `/w/${workload}/incidents/INC-${number}`

export function procedureLink({ workload, procedure }: Incident): NotificationMessage['links'] {
  if (procedure === null) return []
  const id = procedure.replace(/^procedure:/, '')
  return [{ label: `What to do: ${id}`, path: `/w/${workload}/procedures/${id}` }]
}

function dataOf(incident: Incident): Record<string, unknown> {
  const { number, title, priority, priorityReason, severity, outcomes, procedure, state } = incident
  const { alarm, occurredAt, resolvedAt, owner } = incident
  return {
    name: nameOf(incident),
    number,
    summary: title,
    state,
    priority,
    priorityReason,
    severity,
    outcomes,
    alarm,
    owner,
    procedure,
    occurredAt,
    resolvedAt,
    alarms: incident.alarms.map((one) => ({
      ...{ alarm: one.alarm, raised: one.clearedAt === null },
      ...{ labels: one.labels, annotations: one.annotations },
    })),
  }
}
