/** The door of the wiring: opens the stores, hands them out, stops in reverse order. */
export { type CheckedWorkload, checkWorkload } from './check.ts'
export { type Config, configOf } from './config.ts'
export { type System, startSystem } from './system.ts'
