/** The door of alarms: evaluated where samples arrive, raised and cleared as facts. */
export { clearAlarm, NothingToClear } from './commands.ts'
export { type AlarmEngine, type AlarmEngineOptions, createAlarmEngine } from './engine.ts'
export { NoSuchHeartbeat, reportHeartbeat } from './heartbeats.ts'
export { type AlarmState, labelsKey } from './instance.ts'
export { HEARTBEAT_METRIC } from './kinds/heartbeat.ts'
export { alarmKindOf } from './kinds/index.ts'
export { type LogReader, logReaderOf } from './log-reader.ts'
export { alarms } from './projection.ts'
export {
  alertOf,
  claimsOf,
  ownerOf,
  type PushedAlert,
  readPushed,
  readUnowned,
  takeAlerts,
  type UnownedAlert,
} from './pushed/index.ts'
export { endRemovedAlarms } from './reaction.ts'
export { type AlarmInstance, type AlarmView, readAlarms, readInstances } from './read.ts'
export type {
  SignalArrival,
  SignalPoint,
  SignalReader,
  SignalSample,
  SignalSeries,
} from './reader.ts'
export { removedResources } from './removed-resource.ts'
export { signalReaderOf } from './telemetry-reader.ts'
