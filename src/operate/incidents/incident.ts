/** An incident: an event that needs intervention, with a priority by what the business loses. */
export type Priority = 'P1' | 'P2' | 'P3' | 'P4' | 'P5'
export type Severity = 'critical' | 'warning' | 'info'

export interface Incident {
  readonly id: string
  readonly workload: string
  /** People say INC-42. */
  readonly number: number
  readonly title: string
  /** At most one open incident for each group. */
  readonly group: string
  readonly state: 'open' | 'resolved'
  readonly severity: Severity
  readonly priority: Priority
  readonly priorityReason: string
  /** Who chose the priority; null while it is the computed one. */
  readonly priorityBy: string | null
  /** outcome:name */
  readonly outcomes: readonly string[]
  /** The alarm that opened it; null when a person declared it. */
  readonly alarm: string | null
  /** team:name or person:name */
  readonly owner: string
  readonly procedure: string | null
  /** When the harm began, as far as is known; ISO 8601 like all times here. */
  readonly occurredAt: string
  readonly openedAt: string
  readonly acknowledgedAt: string | null
  readonly acknowledgedBy: string | null
  readonly acknowledgedUntil: string | null
  readonly resolvedAt: string | null
  readonly resolvedBy: string | null
  readonly resolvedReason: string | null
  readonly recurrenceOf: string | null
  readonly reopenedCount: number
  readonly alarms: readonly IncidentAlarm[]
}

/** An alarm instance that belongs to an incident. */
export interface IncidentAlarm {
  readonly alarm: string
  readonly instance: string
  readonly title: string
  /** Its own, with those that the alarm adds. */
  readonly labels: Readonly<Record<string, string>>
  /** What the alarm tells: summary, description and what else it declares. */
  readonly annotations: Readonly<Record<string, string>>
  /** Those who were called have heard of it. */
  readonly announced: boolean
  readonly raisedAt: string
  /** Null while it is raised. */
  readonly clearedAt: string | null
}

/** What people call it: INC-42. */
export function nameOf(incident: { readonly number: number }): string {
  return `INC-${incident.number}`
}

/** The worse of two severities. */
export function worse(a: Severity, b: Severity): Severity {
  const order: readonly Severity[] = ['critical', 'warning', 'info']
  return order[Math.min(order.indexOf(a), order.indexOf(b))]!
}
