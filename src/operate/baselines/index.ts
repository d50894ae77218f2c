/** The door of baselines: what a signal is expected to be, learned from itself. */
export {
  Baseline,
  type BaselineOptions,
  type BaselineState,
  type ExpectedBand,
  type Good,
  type Observation,
} from './baseline.ts'
