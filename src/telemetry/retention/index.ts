/** How long telemetry is kept, what it costs, and how it is let go. */
export {
  ERASED_SIGNALS,
  type ErasedSignal,
  type Erasure,
  type Person,
  type PersonRows,
} from './erase.ts'
export { Keeping } from './keeping.ts'
export { DEFAULT_RETENTION, type KeptSignal, longestRetention, type Retention } from './policy.ts'
export type { SignalStorage } from './storage.ts'
export type { Expired } from './sweep.ts'
