/** How the budget went down over the window: 1 at its beginning, what is left now at its end. Pure. */

import type { Objective } from '#model'
import { type Bucket, countIn } from './bucket.ts'

export interface BurnDownPoint {
  readonly atMs: number
  /** Null where nothing was measured. */
  readonly left: number | null
}

const MOST_POINTS = 180

export function burnDown(
  buckets: readonly Bucket[],
  { target, windowMs, missing }: Pick<Objective, 'target' | 'windowMs' | 'missing'>,
  { sinceMs, nowMs }: { readonly sinceMs: number; readonly nowMs: number },
): BurnDownPoint[] {
  const inside = buckets.filter((one) => one.toMs > sinceMs && one.fromMs < nowMs)
  const whole = countIn(inside, { fromMs: sinceMs, toMs: nowMs })
  if (whole.total === 0 && missing !== 'bad') return []
  // Bad events weigh what they weigh in the whole window, so the line only falls and ends at what is left.
  const ofEvent = whole.total === 0 ? 0 : whole.knownMs / (whole.total * windowMs * (1 - target))
  const ofUnknownMs = missing === 'bad' ? 1 / (windowMs * (1 - target)) : 0
  const each = Math.max(1, Math.ceil(inside.length / MOST_POINTS))
  const points: BurnDownPoint[] = [{ atMs: sinceMs, left: 1 }]
  let left = 1
  for (let at = 0; at < inside.length; at += each) {
    const group = inside.slice(at, at + each)
    const span = {
      fromMs: Math.max(group[0]!.fromMs, sinceMs),
      toMs: Math.min(group.at(-1)!.toMs, nowMs),
    }
    const { bad, knownMs, unknownMs } = countIn(group, span)
    left -= bad * ofEvent + unknownMs * ofUnknownMs
    points.push({ atMs: span.toMs, left: knownMs > 0 || missing !== 'unknown' ? left : null })
  }
  return points
}
