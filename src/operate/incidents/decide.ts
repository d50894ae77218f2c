/**
 * What becomes of an incident when alarms are raised and cleared and when people act: pure decisions from
 * the state to facts. Times and ids are handed in.
 */
import {
  type alarmCleared,
  type alarmRaised,
  type FactOf,
  incidentAcknowledged,
  incidentAlarmAdded,
  incidentAlarmCleared,
  incidentNoteAdded,
  incidentOpened,
  incidentPriorityChanged,
  incidentReopened,
  incidentResolved,
  type NewFact,
} from '#ledger'
import { CannotDo } from './errors.ts'
import { type Incident, nameOf, type Priority, type Severity, worse } from './incident.ts'

type Raised = FactOf<typeof alarmRaised>['data']
type Cleared = FactOf<typeof alarmCleared>['data']

export interface GroupState {
  /** The open incident of the group. */
  readonly open: Incident | undefined
  /** The incident of the group that was resolved last. */
  readonly last: Incident | undefined
  /** The next number of the workload. */
  readonly nextNumber: number
  readonly newIncidentId: string
  /** What comes back this soon after the end is the same incident. */
  readonly reopenWindowMs: number
  /** So long after it was opened the first call waits for what joins. */
  readonly waitMs: number
}

/** Answers which priority a set of outcomes and a severity have. */
export type Judge = (
  outcomes: readonly string[],
  severity: Severity,
) => { readonly priority: Priority; readonly reason: string }

export function onAlarmRaised(
  state: GroupState,
  alarm: Raised,
  judge: Judge,
  nowMs: number,
): NewFact[] {
  const { open, last } = state
  if (open) {
    if (isActive(open, alarm.instance)) return []
    // The first call, which is still to come, tells of it.
    const announced = nowMs < Date.parse(open.openedAt) + state.waitMs
    return addAlarm(open, alarm, judge, announced)
  }
  if (last?.resolvedAt && nowMs - Date.parse(last.resolvedAt) <= state.reopenWindowMs) {
    const reopened = incidentReopened(last.id, {
      ...of(last),
      reason: `${alarm.title} came back`,
    })
    return [reopened, ...addAlarm(last, alarm, judge, true)]
  }
  const { priority, reason } = judge(alarm.protects, alarm.severity)
  return [
    incidentOpened(state.newIncidentId, {
      workload: alarm.workload,
      number: state.nextNumber,
      title: alarm.title,
      group: alarm.group,
      priority,
      priorityReason: reason,
      outcomes: alarm.protects,
      severity: alarm.severity,
      alarm: alarm.alarm,
      instance: alarm.instance,
      owner: alarm.owner,
      procedure: alarm.procedure,
      occurredAt: alarm.since,
      recurrenceOf: last?.id ?? null,
      ...told(alarm),
    }),
  ]
}

function addAlarm(incident: Incident, alarm: Raised, judge: Judge, announced: boolean): NewFact[] {
  const outcomes = [...new Set([...incident.outcomes, ...alarm.protects])]
  const severity = worse(incident.severity, alarm.severity)
  const added = incidentAlarmAdded(incident.id, {
    ...of(incident),
    alarm: alarm.alarm,
    instance: alarm.instance,
    title: alarm.title,
    severity,
    outcomes,
    ...(announced ? {} : { announced }),
    ...told(alarm),
  })
  const { priority, reason } = judge(outcomes, severity)
  // What a person chose stands, and nothing lowers a priority silently.
  if (incident.priorityBy !== null || priority >= incident.priority) return [added]
  const raised = incidentPriorityChanged(incident.id, {
    ...of(incident),
    from: incident.priority,
    to: priority,
    reason,
  })
  return [added, raised]
}

/** What the alarm says of itself. */
function told({ labels, addedLabels, annotations }: Raised) {
  const all = { ...labels, ...addedLabels }
  return {
    ...(Object.keys(all).length > 0 ? { labels: all } : {}),
    ...(annotations ? { annotations } : {}),
  }
}

const WHY_CLEARED: Readonly<Record<Cleared['reason'], string>> = {
  condition: 'every alarm has cleared',
  'ok-on-missing':
    'every alarm has cleared; the last one has no data, which its rule takes as good',
  'alarm-removed': 'the alarm was removed from the model',
  'alarm-paused': 'the alarm was paused in the model',
  source: 'who raised the alarm says that it is over',
  'resource-removed': 'what was watched has been removed',
  person: 'a person cleared the alarm',
}

/** The incident of the two that it belongs to: the last one when a person ended it before the alarm did. */
export function onAlarmCleared(
  { open, last }: Pick<GroupState, 'open' | 'last'>,
  alarm: Pick<Cleared, 'alarm' | 'instance' | 'reason'>,
): NewFact[] {
  const incident = [open, last].find((one) => one && isActive(one, alarm.instance))
  if (!incident) return []
  const cleared = incidentAlarmCleared(incident.id, {
    ...of(incident),
    alarm: alarm.alarm,
    instance: alarm.instance,
  })
  const stillRaised = incident.alarms.some(
    ({ instance, clearedAt }) => clearedAt === null && instance !== alarm.instance,
  )
  if (stillRaised || incident.state === 'resolved') return [cleared]
  return [cleared, resolved(incident, WHY_CLEARED[alarm.reason], 'alarms')]
}

/** A person says that there is an incident. */
export function declare(options: {
  readonly id: string
  readonly workload: string
  readonly number: number
  readonly title: string
  readonly severity: Severity
  readonly outcomes: readonly string[]
  readonly owner: string
  readonly procedure: string | null
  readonly judged: { readonly priority: Priority; readonly reason: string }
  readonly occurredAtMs: number
}): NewFact {
  const { id, judged, occurredAtMs, outcomes, ...rest } = options
  return incidentOpened(id, {
    ...rest,
    group: `declared:${id}`,
    priority: judged.priority,
    priorityReason: judged.reason,
    outcomes: [...outcomes],
    alarm: null,
    instance: null,
    occurredAt: new Date(occurredAtMs).toISOString(),
    recurrenceOf: null,
  })
}

/** Throws CannotDo when it is over. `by` and those who have to acknowledge as well are person:name. */
export function acknowledge(
  incident: Incident,
  by: string,
  untilMs: number,
  awaits: readonly string[] = [],
): NewFact {
  requireOpen(incident, 'be acknowledged')
  return incidentAcknowledged(incident.id, {
    ...of(incident),
    by,
    until: new Date(untilMs).toISOString(),
    ...(awaits.length > 0 ? { awaits: [...awaits] } : {}),
  })
}

export function note(incident: Incident, by: string, text: string): NewFact {
  return incidentNoteAdded(incident.id, { ...of(incident), text, by })
}

/** Throws CannotDo when it is over already. */
export function resolve(incident: Incident, by: string, reason: string): NewFact {
  requireOpen(incident, 'be resolved')
  return resolved(incident, reason, by)
}

/** Throws CannotDo when it is over. No fact when nothing would change. */
export function changePriority(
  incident: Incident,
  to: Priority,
  by: string,
  reason: string,
): NewFact[] {
  requireOpen(incident, 'get another priority')
  if (incident.priority === to && incident.priorityBy !== null) return []
  return [
    incidentPriorityChanged(incident.id, {
      ...of(incident),
      from: incident.priority,
      to,
      reason,
      by,
    }),
  ]
}

function resolved(incident: Incident, reason: string, by: string): NewFact {
  return incidentResolved(incident.id, {
    ...of(incident),
    title: incident.title,
    priority: incident.priority,
    outcomes: [...incident.outcomes],
    reason,
    by,
    openedAt: incident.openedAt,
  })
}

function requireOpen(incident: Incident, what: string): void {
  if (incident.state !== 'open')
    throw new CannotDo({ incident: nameOf(incident), what, why: 'it is resolved' })
}

/** The instance is part of an incident of its group already, also when a person has ended that since. */
export function hasTold(
  { open, last }: Pick<GroupState, 'open' | 'last'>,
  instance: string,
): boolean {
  return [open, last].some((one) => one !== undefined && isActive(one, instance))
}

const isActive = (incident: Incident, instance: string) =>
  incident.alarms.some((alarm) => alarm.instance === instance && alarm.clearedAt === null)

const of = ({ workload, number }: Incident) => ({ workload, number })
