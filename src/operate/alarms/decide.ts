/**
 * The state machine of one alarm instance: (instance, what a look saw, rule, time of the look) → state and facts.
 *
 * Silence is not recovery: a raised instance ends by a look that says it is good, by a rule that takes silence
 * for good, by a person, or with its alarm, and by nothing else.
 */
import {
  alarmBlinded,
  alarmCalmed,
  alarmCleared,
  alarmDataLost,
  alarmDataReturned,
  alarmPending,
  alarmRaised,
  alarmRecovering,
  alarmRelapsed,
  alarmSighted,
  type NewFact,
} from '#ledger'
import { groupKey, type Instance, isRaised } from './instance.ts'
import { freshPoints, pointOf, type Verdict, verdictInContext, withPoint } from './m-of-n.ts'
import type { Rule } from './rule.ts'
import { iso, saying } from './saying.ts'

/** What a look saw of one instance. Between `when` and `recover` lies a band in which nothing changes. */
export type Sight =
  | {
      readonly kind: 'sample'
      readonly verdict: Verdict
      /** Null when samples say that the source is back, but none of them is its own. */
      readonly value: number | null
      readonly words?: string | undefined
    }
  /** It is known and there is no sample of it, for so long. */
  | {
      readonly kind: 'missing'
      readonly forMs: number
      /** The recorded change that removed what was watched. */
      readonly removedBy?: string | undefined
    }

export interface Decision {
  readonly instance: Instance
  readonly facts: readonly NewFact[]
}

export function decide(instance: Instance, sight: Sight, rule: Rule, tickMs: number): Decision {
  return sight.kind === 'sample'
    ? onSample(instance, sight, rule, tickMs)
    : onMissing(instance, sight, rule, tickMs)
}

function onSample(
  before: Instance,
  sight: Sight & { kind: 'sample' },
  rule: Rule,
  tickMs: number,
): Decision {
  const seen: Instance = {
    ...before,
    value: finite(sight.value),
    words: sight.words,
    lastSampleMs: tickMs,
    lastTickMs: tickMs,
    blind: false,
    points: withPoint(freshPoints(before, rule, tickMs), pointOf(sight.verdict), rule),
  }
  const verdict = verdictInContext(seen, sight.verdict, rule)
  const said = saying(seen, rule, tickMs)
  const { subject, data } = said
  switch (before.state) {
    case 'nodata':
    case 'ok': {
      const returned = before.state === 'nodata' ? [alarmDataReturned(subject, data)] : []
      const well: Instance =
        before.state === 'ok' ? seen : { ...seen, state: 'ok', sinceMs: tickMs }
      if (verdict !== 'breached') return { instance: well, facts: returned }
      const breach: Instance = { ...well, sinceMs: tickMs }
      if (rule.forMs === 0) return raise(breach, 'condition', rule, tickMs, returned)
      const pending = alarmPending(subject, { ...data, since: iso(tickMs) })
      return { instance: { ...breach, state: 'pending' }, facts: [...returned, pending] }
    }
    case 'pending':
      if (verdict !== 'breached')
        return {
          instance: { ...seen, state: 'ok', sinceMs: tickMs },
          facts: [alarmCalmed(subject, data)],
        }
      if (tickMs - before.sinceMs < rule.forMs) return { instance: seen, facts: [] }
      return raise(seen, 'condition', rule, tickMs)
    case 'firing': {
      const sighted = before.blind ? [alarmSighted(subject, data)] : []
      if (verdict !== 'recovered') return { instance: seen, facts: sighted }
      if (rule.keepFiringForMs === 0) return clear(seen, rule.clearedBy, rule, tickMs, sighted)
      const recovering = alarmRecovering(subject, { ...data, since: iso(tickMs) })
      return {
        instance: { ...seen, state: 'recovering', sinceMs: tickMs },
        facts: [...sighted, recovering],
      }
    }
    case 'recovering':
      if (verdict === 'breached')
        return {
          instance: { ...seen, state: 'firing', sinceMs: tickMs },
          facts: [alarmRelapsed(subject, data)],
        }
      // It must be good without a break; between is not good.
      if (verdict === 'between') return { instance: { ...seen, sinceMs: tickMs }, facts: [] }
      if (tickMs - before.sinceMs < rule.keepFiringForMs) return { instance: seen, facts: [] }
      return clear(seen, rule.clearedBy, rule, tickMs)
  }
}

function onMissing(
  before: Instance,
  { forMs, removedBy }: Sight & { kind: 'missing' },
  rule: Rule,
  tickMs: number,
): Decision {
  const points = forMs < rule.missingAfterMs ? withPoint(before.points, 'missing', rule) : []
  const unseen: Instance = { ...before, value: null, words: undefined, lastTickMs: tickMs, points }
  const { subject, data } = saying(unseen, rule, tickMs)
  const unchanged: Decision = { instance: { ...before, lastTickMs: tickMs, points }, facts: [] }
  if (removedBy !== undefined) return remove(unseen, removedBy, rule, tickMs)
  if (forMs < rule.missingAfterMs) {
    if (before.state !== 'recovering') return unchanged
    // Time without samples does not count as good.
    const sinceMs = before.sinceMs + Math.max(0, tickMs - before.lastTickMs)
    return { instance: { ...unchanged.instance, sinceMs }, facts: [] }
  }
  switch (before.state) {
    case 'nodata':
      return unchanged
    case 'firing':
    case 'recovering': {
      if (rule.onMissing === 'ok') return clear(unseen, 'ok-on-missing', rule, tickMs)
      if (before.blind) return unchanged
      const blind: Instance = { ...unseen, state: 'firing', blind: true }
      return { instance: blind, facts: [alarmBlinded(subject, data)] }
    }
    case 'ok':
    case 'pending':
      if (rule.onMissing === 'keep') return unchanged
      if (rule.onMissing === 'ok')
        return before.state === 'ok'
          ? unchanged
          : {
              instance: { ...unseen, state: 'ok', sinceMs: tickMs },
              facts: [alarmCalmed(subject, data)],
            }
      if (rule.onMissing === 'fire')
        return raise({ ...unseen, sinceMs: tickMs - forMs }, 'missing', rule, tickMs)
      return {
        instance: { ...unseen, state: 'nodata', sinceMs: tickMs },
        facts: [
          alarmDataLost(subject, {
            ...data,
            owner: rule.owner,
            lastSampleAt: before.lastSampleMs === null ? null : iso(before.lastSampleMs),
          }),
        ],
      }
  }
}

/** Raises it. What it belongs to is decided here and stays, even when the alarm is edited. */
function raise(
  breach: Instance,
  reason: 'condition' | 'missing',
  rule: Rule,
  tickMs: number,
  first: readonly NewFact[] = [],
): Decision {
  const group = breach.flapping?.group ?? groupKey(rule, breach.labels)
  const { subject, data } = saying(breach, rule, tickMs)
  const raised = alarmRaised(subject, {
    ...data,
    since: iso(breach.sinceMs),
    reason,
    title: rule.title,
    severity: rule.severity,
    owner: rule.owner,
    procedure: rule.procedure,
    protects: [...rule.protects],
    group,
  })
  return {
    instance: { ...breach, state: 'firing', reason, group, blind: reason === 'missing' },
    facts: [...first, raised],
  }
}

function clear(
  instance: Instance,
  reason: 'condition' | 'source' | 'ok-on-missing' | 'resource-removed',
  rule: Rule,
  tickMs: number,
  first: readonly NewFact[] = [],
  changeId?: string,
): Decision {
  const { subject, data } = saying(instance, rule, tickMs)
  const group = instance.group ?? groupKey(rule, instance.labels)
  return {
    instance: {
      ...instance,
      state: 'ok',
      sinceMs: tickMs,
      blind: false,
      stale: false,
      reason: null,
      group: null,
    },
    facts: [...first, alarmCleared(subject, { ...data, group, reason, changeId })],
  }
}

/** What it watched is gone by a recorded change: the only end that absence brings about by itself. */
function remove(unseen: Instance, changeId: string, rule: Rule, tickMs: number): Decision {
  const gone: Instance = { ...unseen, lastSampleMs: null }
  if (isRaised(gone)) return clear(gone, 'resource-removed', rule, tickMs, [], changeId)
  if (gone.state === 'ok') return { instance: gone, facts: [] }
  const { subject, data } = saying(gone, rule, tickMs)
  return {
    instance: { ...gone, state: 'ok', sinceMs: tickMs },
    facts: [alarmCalmed(subject, data)],
  }
}

/**
 * An instance after a time in which nobody looked. A breach does not count while nobody saw it: the clock goes on
 * after a gap of up to an hour and begins anew after a longer one. What was good must prove it anew.
 */
export function resumeAfterGap(
  instance: Instance,
  rule: Rule,
  gap: { readonly fromMs: number | null; readonly toMs: number },
): Decision {
  const { toMs } = gap
  // Nobody listened, which does not say that nobody spoke: silence is counted from now on.
  const lastSampleMs = instance.state === 'ok' && instance.lastSampleMs === null ? null : toMs
  const back: Instance = { ...instance, lastSampleMs, lastTickMs: toMs }
  if (instance.state === 'recovering') return { instance: { ...back, sinceMs: toMs }, facts: [] }
  if (instance.state !== 'pending') return { instance: back, facts: [] }
  const fromMs = gap.fromMs === null ? null : Math.max(gap.fromMs, instance.sinceMs)
  const gapMs = fromMs === null ? Number.POSITIVE_INFINITY : Math.max(0, toMs - fromMs)
  const sinceMs = gapMs <= LONGEST_GAP_MS ? instance.sinceMs + gapMs : toMs
  const { subject, data } = saying(back, rule, toMs)
  return {
    instance: { ...back, sinceMs },
    facts: [alarmPending(subject, { ...data, since: iso(sinceMs) })],
  }
}

const LONGEST_GAP_MS = 3_600_000

/** JSON knows no infinity; the largest number says the same to every comparison. */
export function finite(value: number | null): number | null {
  if (value === null || Number.isNaN(value)) return null
  return Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value))
}
