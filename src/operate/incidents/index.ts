/** The door of incidents: from alarms to an end, with a priority, an owner and a record. */
export {
  addNote,
  declareIncident,
  type OnIncident,
  overridePriority,
  resolveIncident,
} from './commands.ts'
export { acknowledge } from './decide.ts'
export { CannotDo, IncidentNotFound } from './errors.ts'
export {
  type Incident,
  type IncidentAlarm,
  nameOf,
  type Priority,
  type Severity,
} from './incident.ts'
export { incidents } from './projection.ts'
export { inQueueOrder, type LossRate, lossRateOf, type OutcomeLoss } from './queue.ts'
export { openIncidents } from './reaction.ts'
export { findIncident, findOpenByInstance, listIncidents, readIncident } from './read.ts'
export { type QueuedIncident, readQueue } from './read-queue.ts'
export { tellJoined } from './tell-joined.ts'
export { readTimeline, type TimelineEntry } from './timeline.ts'
