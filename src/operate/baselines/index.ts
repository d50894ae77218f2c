/** The door of baselines: what a signal is expected to be, learned from itself. */
export {
  Baseline,
  type BaselineOptions,
  type BaselineState,
  COLD_MS,
  type ExpectedBand,
  type Good,
  type Observation,
} from './baseline.ts'
export { deploymentsOf, feedBaseline, type TimedValue } from './feed.ts'
export { baselineOptionsOf } from './of-signal.ts'
