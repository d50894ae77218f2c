/**
 * M of the last N values: what the newest one means when it is not alone that decides. Missing values are taken as
 * the rule takes silence; when it takes it for neither, older ones stand in their place, at most N of them.
 */
import type { Instance, Point } from './instance.ts'
import type { Rule } from './rule.ts'

export type Verdict = 'breached' | 'recovered' | 'between'

export const pointOf = (verdict: Verdict): Point => (verdict === 'breached' ? 'breached' : 'good')

/** After a long silence the last values say nothing about now: m of n begins anew. */
export function freshPoints(
  { points, lastSampleMs, blind, state }: Instance,
  { intervalMs, missingAfterMs }: Rule,
  tickMs: number,
): readonly Point[] {
  // A look before this one has found it missing; who takes it up may know nothing else of it.
  if (blind || state === 'nodata') return []
  const isAnew = lastSampleMs !== null && tickMs - intervalMs - lastSampleMs >= missingAfterMs
  return isAnew ? [] : points
}

/** The points with one more; those that can never matter again are left out. */
export function withPoint(points: readonly Point[], point: Point, rule: Rule): readonly Point[] {
  return rule.mOfN ? [...points, point].slice(-2 * rule.mOfN.n) : []
}

/**
 * A sample’s verdict in the light of the points, itself the last of them. What is raised stays breached while m of
 * n are; nothing begins with a value that is not breached itself.
 */
export function verdictInContext(
  { state, points }: Instance,
  verdict: Verdict,
  rule: Rule,
): Verdict {
  if (!rule.mOfN) return verdict
  const { m, n } = rule.mOfN
  const breaches = filled(points, rule)
    .slice(-n)
    .filter((point) => point === 'breached').length
  if (breaches >= m && (verdict === 'breached' || (state !== 'ok' && state !== 'nodata')))
    return 'breached'
  return verdict === 'breached' ? 'between' : verdict
}

function filled(points: readonly Point[], { onMissing }: Rule): readonly Point[] {
  if (onMissing === 'ok' || onMissing === 'fire') {
    const stand: Point = onMissing === 'fire' ? 'breached' : 'good'
    return points.map((point) => (point === 'missing' ? stand : point))
  }
  return points.filter((point) => point !== 'missing')
}
