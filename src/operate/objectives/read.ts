/** How an objective stands now: its budget, how fast it burns, when it is gone, and the course of it. */
import { formatDuration, messageOf } from '#base'
import type { Objective } from '#model'
import { burnWindows } from '#model'
import { type Bucket, countIn } from './bucket.ts'
import { type Budget, budgetOf, burnRateOf, exhaustedAtMs } from './budget.ts'
import { type BurnDownPoint, burnDown } from './burn-down.ts'
import { measureObjective } from './measure.ts'
import { fineStepOf, type ObjectiveMemory } from './memory.ts'
import type { RangeReader } from './range-reader.ts'

export interface Burn {
  /** The length of the stretch, in milliseconds. */
  readonly overMs: number
  /** How many times as fast as allowed; null when nothing was measured. */
  readonly rate: number | null
  /** The share of a whole budget that went in it; null when nothing was measured. */
  readonly consumed: number | null
}

export interface ObjectiveHealth {
  readonly objective: Objective
  /** Since when it is measured, or declared if that was before; in milliseconds since 1970. */
  readonly sinceMs: number
  readonly budget: Budget
  /** The last hour, six hours, day, three days and the window. */
  readonly burn: readonly Burn[]
  /** When nothing is left at the rate of the last hour; null when it lasts or nobody knows. */
  readonly exhaustedAtMs: number | null
  readonly course: readonly BurnDownPoint[]
  readonly status: 'ok' | 'warn' | 'crit' | 'unk'
  /** In words, always. */
  readonly reason: string
}

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** Never throws: what telemetry does not answer is unknown, with the reason. */
export async function readObjective(
  from: { readonly reader: RangeReader; readonly memory: ObjectiveMemory },
  objective: Objective,
  at: { readonly nowMs: number; readonly declaredMs: number },
): Promise<ObjectiveHealth> {
  const { nowMs, declaredMs } = at
  try {
    const buckets = await from.memory.buckets(objective, nowMs)
    const stepMs = fineStepOf(objective)
    const toMs = Math.floor(nowMs / stepMs) * stepMs
    const recentMs = Math.min(
      toMs - Math.floor(HOUR / stepMs) * stepMs,
      buckets.at(-1)?.toMs ?? toMs,
    )
    const stretch = { fromMs: Math.floor(recentMs / stepMs) * stepMs, toMs, stepMs }
    const fine = await measureObjective(from.reader, objective, stretch, nowMs)
    return judgeObjective(objective, { buckets, fine }, { nowMs: toMs, declaredMs })
  } catch (error) {
    const unknown = judgeObjective(objective, { buckets: [], fine: [] }, { nowMs, declaredMs })
    return { ...unknown, reason: messageOf(error) }
  }
}

/** Pure. `fine` are the last hours once more, minute by minute, up to now. */
export function judgeObjective(
  objective: Objective,
  measured: { readonly buckets: readonly Bucket[]; readonly fine: readonly Bucket[] },
  { nowMs, declaredMs }: { readonly nowMs: number; readonly declaredMs: number },
): ObjectiveHealth {
  const lastMs = measured.buckets.at(-1)?.toMs ?? Number.NEGATIVE_INFINITY
  const all = [...measured.buckets, ...measured.fine.filter(({ fromMs }) => fromMs >= lastMs)]
  const first = all.find(({ knownMs }) => knownMs > 0)
  const begunMs = Math.min(first ? first.toMs - first.knownMs : nowMs, declaredMs)
  const sinceMs = Math.max(begunMs, nowMs - objective.windowMs)
  const budget = budgetOf(all, objective, { sinceMs, nowMs })
  const burn = spansOf(objective).map((overMs): Burn => {
    const fromMs = Math.max(nowMs - overMs, sinceMs)
    const counted = countIn(overMs <= HOUR ? measured.fine : all, { fromMs, toMs: nowMs })
    const rate = burnRateOf(counted, objective)
    const spanMs = objective.missing === 'unknown' ? counted.knownMs : nowMs - fromMs
    return { overMs, rate, consumed: rate === null ? null : (rate * spanMs) / objective.windowMs }
  })
  const hourly = burn[0]!.rate
  const goneMs =
    budget.left === null || hourly === null
      ? undefined
      : exhaustedAtMs(budget.left, hourly, objective, nowMs)
  return {
    ...{ objective, sinceMs, budget, burn, exhaustedAtMs: goneMs ?? null },
    course: burnDown(all, objective, { sinceMs, nowMs }),
    ...verdictOf(objective, budget, burn[0]!, goneMs === undefined ? null : goneMs - nowMs),
  }
}

function spansOf({ windowMs }: Objective): number[] {
  return [...[HOUR, 6 * HOUR, DAY, 3 * DAY].filter((one) => one < windowMs), windowMs]
}

function verdictOf(
  objective: Objective,
  { left, leftAtWorst, counted }: Budget,
  { rate: hourly, consumed, overMs }: Burn,
  goneInMs: number | null,
): Pick<ObjectiveHealth, 'status' | 'reason'> {
  if (left === null) return { status: 'unk', reason: 'nothing was measured in its window' }
  const [fastest] = burnWindows(objective.windowMs)
  const isBurning = hourly !== null && hourly > 1
  const times = hourly === null ? '' : `${Number(hourly.toPrecision(2))} times as fast as allowed`
  if (left <= 0)
    return isBurning
      ? { status: 'crit', reason: `the budget is gone, and it burns ${times}` }
      : { status: 'warn', reason: 'the budget is gone' }
  const soon = goneInMs === null ? '' : `; at this rate it is gone in ${formatDuration(goneInMs)}`
  // A first bad minute of two is a fast rate and a small loss: it counts what was really taken.
  const share = fastest && (fastest.factor * overMs) / objective.windowMs
  if (isBurning && share !== undefined && consumed !== null && consumed >= share)
    return { status: 'crit', reason: `it burns ${times}${soon}` }
  if (leftAtWorst !== null && leftAtWorst <= 0 && objective.missing === 'unknown')
    return {
      status: 'unk',
      reason: `the budget may be gone: ${formatDuration(counted.unknownMs)} were not measured`,
    }
  if (isBurning) return { status: 'warn', reason: `it burns ${times}${soon}` }
  if (hourly === null) return { status: 'unk', reason: 'nothing was measured in the last hour' }
  return { status: 'ok', reason: `${percent(left)} of the budget are left` }
}

const percent = (of: number) => `${Math.floor(of * 1_000) / 10} %`
