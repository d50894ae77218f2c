/** An objective measured over a stretch of time, in buckets. Reads telemetry; what it counts as is decided elsewhere. */

import type { EventObjective, Objective, SliceObjective } from '#model'
import { countedMetrics, formatExpr, increaseQuery, parsePromql } from '#telemetry'
import type { Bucket } from './bucket.ts'
import type { RangeReader } from './range-reader.ts'
import { widened } from './widened.ts'

export interface Stretch {
  /** A multiple of `stepMs`. */
  readonly fromMs: number
  /** A multiple of `stepMs`. */
  readonly toMs: number
  readonly stepMs: number
}

/** PromQL answers at most 11,000 steps. */
const MOST_STEPS = 10_000
/** Older samples may be those of five minutes only; a range needs two of them. */
const FINE_MS = 2 * 86_400_000
const COARSE_MS = 600_000

/** @throws what the reader throws when telemetry does not answer */
export function measureObjective(
  reader: RangeReader,
  objective: Objective,
  stretch: Stretch,
  nowMs: number,
): Promise<Bucket[]> {
  return objective.basis === 'events'
    ? measureEvents(reader, objective, stretch)
    : measureSlices(reader, objective, stretch, nowMs)
}

async function measureEvents(
  reader: RangeReader,
  { good, total }: EventObjective,
  stretch: Stretch,
): Promise<Bucket[]> {
  const { stepMs } = stretch
  const [goods, totals] = await Promise.all(
    [good, total].map((counter) => lineOf(reader, increaseQuery(counter, stepMs), stretch)),
  )
  // A process that has only failed has never reported a success: as long as the sender of `total` lives, that is none.
  const isSameSender = sharesAll(countedMetrics(good), countedMetrics(total))
  return ends(stretch).map((toMs) => {
    const all = totals!.get(toMs)
    const well = goods!.get(toMs) ?? (isSameSender && all !== undefined ? 0 : undefined)
    const isKnown = all !== undefined && well !== undefined
    const counted = isKnown ? Math.max(0, all) : 0
    return {
      fromMs: toMs - stepMs,
      toMs,
      good: isKnown ? Math.min(Math.max(0, well), counted) : 0,
      total: counted,
      knownMs: isKnown ? stepMs : 0,
      coarse: false,
    }
  })
}

function sharesAll(
  some: ReadonlySet<string> | undefined,
  all: ReadonlySet<string> | undefined,
): boolean {
  return some !== undefined && all !== undefined && [...some].every((name) => all.has(name))
}

async function measureSlices(
  reader: RangeReader,
  objective: SliceObjective,
  stretch: Stretch,
  nowMs: number,
): Promise<Bucket[]> {
  const { sliceMs, query, everyMs } = objective
  const looks = looksIn(objective)
  const partMs = Math.max(
    stretch.stepMs,
    Math.floor((MOST_STEPS * sliceMs) / looks / stretch.stepMs) * stretch.stepMs,
  )
  // Silence shows soon: a value counts as the present one for two of its samples, and for one slice at least.
  const lookbackMs = Math.max(sliceMs, 2 * everyMs)
  const buckets: Bucket[] = []
  for (let fromMs = stretch.fromMs; fromMs < stretch.toMs; fromMs += Math.min(partMs, DAY_MS)) {
    const part = {
      ...stretch,
      fromMs,
      toMs: Math.min(stretch.toMs, fromMs + Math.min(partMs, DAY_MS)),
    }
    const asked = { ...part, stepMs: sliceMs / looks }
    let coarse = false
    let values = await worstLineOf(reader, objective, query, { ...asked, lookbackMs })
    if (values.size === 0 && part.toMs < nowMs - FINE_MS) {
      const wide = formatExpr(widened(parsePromql(query), COARSE_MS))
      values = await worstLineOf(reader, objective, wide, { ...asked, lookbackMs: COARSE_MS })
      coarse = values.size > 0
    }
    buckets.push(...intoBuckets(values, objective, part, coarse))
  }
  return buckets
}

const DAY_MS = 86_400_000

/** How often a slice is looked at; the mean is what it was like. More often than samples come would tell nothing. */
export function looksIn({ sliceMs, everyMs }: SliceObjective): number {
  return [4, 3, 2].find((looks) => sliceMs % looks === 0 && sliceMs / looks >= everyMs) ?? 1
}

const range = (count: number) => Array.from({ length: count }, (_, i) => i)

function intoBuckets(
  values: ReadonlyMap<number, number>,
  objective: SliceObjective,
  stretch: Stretch,
  coarse: boolean,
): Bucket[] {
  const { sliceMs, meets } = objective
  const looks = looksIn(objective)
  const isGood = (value: number) =>
    meets.op === '>=' ? value >= meets.value : value <= meets.value
  return ends(stretch).map((toMs) => {
    let [good, total] = [0, 0]
    for (let endMs = toMs - stretch.stepMs + sliceMs; endMs <= toMs; endMs += sliceMs) {
      const looked = range(looks).flatMap(
        (back) => values.get(endMs - back * (sliceMs / looks)) ?? [],
      )
      if (looked.length === 0) continue
      total++
      if (isGood(looked.reduce((a, b) => a + b) / looked.length)) good++
    }
    return { fromMs: toMs - stretch.stepMs, toMs, good, total, knownMs: total * sliceMs, coarse }
  })
}

/** Each moment with the value that is worst, when the measure has several. */
async function worstLineOf(
  reader: RangeReader,
  { meets }: SliceObjective,
  query: string,
  stretch: Stretch & { readonly lookbackMs: number },
): Promise<Map<number, number>> {
  const worst = meets.op === '>=' ? Math.min : Math.max
  return lineOf(reader, query, stretch, worst)
}

async function lineOf(
  reader: RangeReader,
  query: string,
  { fromMs, toMs, stepMs, lookbackMs }: Stretch & { readonly lookbackMs?: number },
  join: (a: number, b: number) => number = (a, b) => a + b,
): Promise<Map<number, number>> {
  const line = new Map<number, number>()
  if (fromMs + stepMs > toMs) return line
  const span = { fromMs: fromMs + stepMs, toMs, stepMs }
  for (const { points } of await reader.range(query, lookbackMs ? { ...span, lookbackMs } : span))
    for (const { timeMs, value } of points) {
      if (!Number.isFinite(value)) continue
      const other = line.get(timeMs)
      line.set(timeMs, other === undefined ? value : join(other, value))
    }
  return line
}

function ends({ fromMs, toMs, stepMs }: Stretch): number[] {
  return Array.from(
    { length: Math.max(0, Math.round((toMs - fromMs) / stepMs)) },
    (_, i) => fromMs + (i + 1) * stepMs,
  )
}
