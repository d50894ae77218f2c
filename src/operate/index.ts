/** The door of the act Operate: alarms, incidents, help, messages, status. */
import type { Projection, Reaction } from '#ledger'
import { alarms, endRemovedAlarms, removedResources } from './alarms/index.ts'
import { escalate, escalations, pullTriggers } from './escalation/index.ts'
import { incidents, openIncidents, tellJoined } from './incidents/index.ts'
import { receivedEvents } from './intake/index.ts'
import {
  notifications,
  notify,
  notifyOwners,
  queueRehearsals,
  tryNextWay,
} from './notifications/index.ts'
import { overrides } from './oncall/index.ts'
import { problems, watchProblems } from './problems/index.ts'
import { responses } from './response/index.ts'
import { publishStatus, statusPages } from './status/index.ts'
import { fanOutUpdates } from './subscribers/index.ts'
import { suppressAlarms, suppression } from './suppression/index.ts'

/** Parents first: a later table may refer to an earlier one. */
export const projections: readonly Projection[] = [
  alarms,
  removedResources,
  suppression,
  receivedEvents,
  incidents,
  problems,
  responses,
  overrides,
  escalations,
  notifications,
  statusPages,
]

/** One line for each feature that answers facts. */
export const reactions: readonly Reaction[] = [
  endRemovedAlarms,
  suppressAlarms,
  openIncidents,
  tellJoined,
  watchProblems,
  escalate,
  pullTriggers,
  notify,
  tryNextWay,
  notifyOwners,
  queueRehearsals,
  publishStatus,
  fanOutUpdates,
]

export * from './alarm-quality/index.ts'
export * from './alarms/index.ts'
export * from './analysis/index.ts'
export * from './bands/index.ts'
export * from './baselines/index.ts'
export * from './dashboards/index.ts'
export * from './dependencies/index.ts'
export * from './escalation/index.ts'
export * from './health/index.ts'
export * from './incidents/index.ts'
export * from './intake/index.ts'
export * from './journeys/index.ts'
export * from './notifications/index.ts'
export * from './objectives/index.ts'
export * from './oncall/index.ts'
export * from './problems/index.ts'
export * from './response/index.ts'
export * from './status/index.ts'
export * from './subscribers/index.ts'
export * from './suppression/index.ts'
