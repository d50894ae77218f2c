/** How incidents and messages about them are said. */
import type { Data } from '../../data/index.ts'
import { quantity, type StatusKind } from '../../ui/index.ts'

export type Incident = Data<'incidents.list'>[number]
export type IncidentDetail = Data<'incidents.show'>

const SEVERITY: Record<Incident['severity'], readonly [StatusKind, string]> = {
  critical: ['crit', 'Critical'],
  warning: ['warn', 'Warning'],
  info: ['info', 'Information'],
}

/** `P1 Critical` while it is open, `Resolved` after. */
export function incidentStatus({
  state,
  severity,
  priority,
}: Pick<Incident, 'state' | 'severity' | 'priority'>): {
  kind: StatusKind
  word: string
} {
  if (state === 'resolved') return { kind: 'ok', word: `${priority} Resolved` }
  const [kind, word] = SEVERITY[severity]
  return { kind, word: `${priority} ${word}` }
}

/** `16 /min`, `200 EUR/min`. */
export const lossWords = ({ perMinute, unit }: NonNullable<Incident['loss']>) =>
  quantity(perMinute, `${unit}/min`)

type NotificationState = Data<'notifications.list'>[number]['state']

const DELIVERY: Record<NotificationState, readonly [StatusKind, string]> = {
  queued: ['run', 'Queued'],
  sending: ['run', 'Sending'],
  accepted: ['ok', 'Delivered'],
  failed: ['warn', 'Not delivered'],
  expired: ['unk', 'Too late'],
  cancelled: ['unk', 'Not needed'],
  superseded: ['unk', 'Replaced'],
}

export function deliveryStatus(state: NotificationState): { kind: StatusKind; word: string } {
  const [kind, word] = DELIVERY[state]
  return { kind, word }
}

export const PURPOSE: Record<Data<'notifications.list'>[number]['purpose'], string> = {
  page: 'Call for help',
  recovery: 'All clear',
  update: 'Update',
  'status-impacted': 'Status page: impacted',
  'status-restored': 'Status page: restored',
  test: 'Test',
}

/** `team:commerce` is commerce. */
export const bare = (ref: string) => ref.slice(ref.indexOf(':') + 1)
