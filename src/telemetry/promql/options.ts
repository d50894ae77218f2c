/** What an evaluation may be told, and what holds when it is not. */

export interface EvaluateOptions {
  /** How long a sample counts as the present value. */
  readonly lookbackMs?: number
  /** The step of subqueries that name none. */
  readonly subqueryStepMs?: number
  /** Samples read, and values that all selectors together lead to: series times steps. */
  readonly maxSamples?: number
  /** Steps of a query over time. */
  readonly maxSteps?: number
}

export type Settings = Required<EvaluateOptions>

export function settingsFrom(options: EvaluateOptions = {}): Settings {
  return {
    lookbackMs: options.lookbackMs ?? 300_000,
    subqueryStepMs: options.subqueryStepMs ?? 60_000,
    maxSamples: options.maxSamples ?? 20_000_000,
    maxSteps: options.maxSteps ?? 11_000,
  }
}
