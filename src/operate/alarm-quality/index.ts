/** The door of alarm quality: which alarms lead to an action, and which only wake people. */
export { FEWEST_FIRINGS } from './decide.ts'
export type { AlarmQuality, Finding } from './quality.ts'
export { readAlarmQuality } from './read.ts'
