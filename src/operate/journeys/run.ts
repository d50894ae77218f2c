/** What a walk through a journey came to: each step with its time, and where it ended. */
import type { Resource } from '#model'

export type Journey = Resource<'journey'>
export type JourneyStep = Journey['spec']['steps'][number]
export type HttpStep = Extract<JourneyStep, { http: unknown }>
export type BrowserStep = Extract<JourneyStep, { browser: unknown }>

export interface StepRun {
  readonly step: string
  readonly durationMs: number
}

export interface StepFailure {
  readonly step: string
  readonly expected: string
  readonly found: string
}

export type JourneyRun =
  | {
      readonly result: 'ok'
      readonly durationMs: number
      readonly steps: readonly StepRun[]
    }
  | {
      readonly result: 'failed'
      readonly durationMs: number
      /** The last one is the one that failed. */
      readonly steps: readonly StepRun[]
      readonly failure: StepFailure
    }
  /** It could not be walked from here, which says nothing about the product. */
  | { readonly result: 'skipped'; readonly reason: SkipReason }

export const SKIP_REASONS = ['no-browser', 'no-secret'] as const
export type SkipReason = (typeof SKIP_REASONS)[number]

/** What a step throws when something else came than was expected. */
export class Unexpected extends Error {
  readonly expected: string
  readonly found: string
  constructor(expected: string, found: string) {
    super(`expected ${expected}, found ${found}`)
    this.expected = expected
    this.found = found
  }
}
