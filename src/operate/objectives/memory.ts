/**
 * What was measured before is remembered: the past does not change, and a month of it is not read again for each look.
 * Only the newest quarter of an hour is read anew, since samples come late.
 */

import type { Objective } from '#model'
import type { Bucket } from './bucket.ts'
import { measureObjective } from './measure.ts'
import type { RangeReader } from './range-reader.ts'

const LATE_MS = 15 * 60_000
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** A window has at most four thousand of them. */
const STEPS = [MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 3 * HOUR]
const MOST_BUCKETS = 4_100
/** What reaches further back may be samples of five minutes, and a range needs ten minutes of them. */
const FINE_MS = 2 * DAY

/** The buckets of a window: fine enough to draw it, and never finer than what telemetry keeps of old times. */
export function stepOf(objective: Objective): number {
  const { windowMs } = objective
  const least = windowMs > FINE_MS ? 10 * MINUTE : MINUTE
  const steps = STEPS.filter((step) => step >= least)
  return fitted(objective, steps.find((step) => windowMs / step <= MOST_BUCKETS) ?? STEPS.at(-1)!)
}

/** The buckets of the last hours, in which a minute matters. */
export function fineStepOf(objective: Objective): number {
  return fitted(objective, MINUTE)
}

/** Whole slices; for counters, long enough to hold some samples. */
function fitted(objective: Objective, stepMs: number): number {
  if (objective.basis === 'slices')
    return Math.max(1, Math.round(stepMs / objective.sliceMs)) * objective.sliceMs
  return Math.max(stepMs, Math.ceil((4 * objective.everyMs) / MINUTE) * MINUTE)
}

interface Remembered {
  buckets: Bucket[]
  /** Up to here nothing is asked again. */
  settledToMs: number
}

export interface ObjectiveMemory {
  /** The buckets of the window, up to the last whole one; oldest first. @throws what the reader throws */
  buckets(objective: Objective, nowMs: number): Promise<readonly Bucket[]>
}

export function createObjectiveMemory(reader: RangeReader): ObjectiveMemory {
  const known = new Map<string, Remembered>()
  const asking = new Map<string, Promise<readonly Bucket[]>>()

  async function read(key: string, objective: Objective, nowMs: number) {
    const stepMs = stepOf(objective)
    const floor = (ms: number) => Math.floor(ms / stepMs) * stepMs
    const beginMs = floor(nowMs - objective.windowMs)
    const toMs = floor(nowMs)
    const before = known.get(key)
    const fromMs = before ? Math.max(beginMs, before.settledToMs) : beginMs
    const fresh = await measureObjective(reader, objective, { fromMs, toMs, stepMs }, nowMs)
    const settledToMs = Math.max(fromMs, floor(nowMs - LATE_MS))
    const kept = (before?.buckets ?? []).filter(
      (bucket) => bucket.fromMs >= beginMs && bucket.toMs <= fromMs,
    )
    const all = [...kept, ...fresh]
    known.set(key, { buckets: all.filter((one) => one.toMs <= settledToMs), settledToMs })
    return all
  }

  return {
    buckets(objective, nowMs) {
      const key = JSON.stringify(objective)
      const running = asking.get(key)
      if (running) return running
      const asked = read(key, objective, nowMs).finally(() => asking.delete(key))
      asking.set(key, asked)
      return asked
    },
  }
}
