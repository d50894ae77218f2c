/** The objective of an outcome, with everything that is needed to measure it: from the words of the model to numbers. */
import { durationMs } from '#base'
import type { Model, Resource } from './model.ts'

/** What time without data counts as. */
export type MissingPolicy = 'unknown' | 'bad' | 'good'

interface Common {
  /** outcome:name */
  readonly outcome: string
  /** The share that must be good, between 0 and 1. */
  readonly target: number
  readonly windowMs: number
  readonly missing: MissingPolicy
  /** How often a sample is expected. */
  readonly everyMs: number
}

/** Good events of all events, from two counters. */
export interface EventObjective extends Common {
  readonly basis: 'events'
  /** PromQL of the counters. */
  readonly good: string
  readonly total: string
}

/** Good slices of time of all slices: those in which the success measure meets its target. */
export interface SliceObjective extends Common {
  readonly basis: 'slices'
  readonly sliceMs: number
  /** PromQL of the success measure. */
  readonly query: string
  readonly meets: { readonly op: '>=' | '<='; readonly value: number }
}

export type Objective = EventObjective | SliceObjective

const SLICE_MS = 60_000
const EVERY_MS = 10_000

/** Undefined when the outcome has none, or names a signal that is not declared. */
export function objectiveOf(
  model: Model,
  { name, spec }: Resource<'outcome'>,
): Objective | undefined {
  const told = spec.objective
  if (!told) return undefined
  const common = {
    outcome: `outcome:${name}`,
    target: told.target,
    windowMs: durationMs(told.window),
    missing: told.missing,
  }
  const specOf = (signal: string) => model.find(signal, 'signal')?.spec
  const everyMs = (...every: (string | undefined)[]) =>
    Math.max(...every.map((one) => (one ? durationMs(one) : EVERY_MS)))
  if (told.good && told.total) {
    const [good, total] = [specOf(told.good), specOf(told.total)]
    if (!good || !total) return undefined
    const counters = { good: good.query, total: total.query }
    return { ...common, basis: 'events', everyMs: everyMs(good.every, total.every), ...counters }
  }
  const signal = specOf(spec.signal)
  if (!signal) return undefined
  return {
    ...common,
    basis: 'slices',
    everyMs: everyMs(signal.every),
    sliceMs: told.slice ? durationMs(told.slice) : SLICE_MS,
    query: signal.query,
    meets: spec.target,
  }
}
