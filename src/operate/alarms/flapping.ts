/**
 * Flapping: raised and cleared so often that each single word of it says nothing any more. Two thresholds, so that
 * flapping itself does not flap. It changes what is told and what stays open, never what is decided.
 */
import { alarmFlappingEnded, alarmFlappingStarted, type NewFact } from '#ledger'
import type { Decision } from './decide.ts'
import { type Instance, isRaised } from './instance.ts'
import type { Rule } from './rule.ts'
import { saying } from './saying.ts'

export interface Flapping {
  /** First of the changes by which it was found. */
  readonly sinceMs: number
  /** The look that found it. */
  readonly startedMs: number
  /** So many changes up to now. */
  readonly changes: number
  /** Key of the incident that stays open meanwhile. */
  readonly group: string
}

export const FLAPPING_WINDOW_MS = 30 * 60_000
const STARTS_AT = 6
const ENDS_AT = 2
/** More need not be remembered to tell the two thresholds. */
const REMEMBERED = 16

/** Those that count at a time, the newest last. */
export function recentChanges(changes: readonly number[], atMs: number): readonly number[] {
  const recent = changes.filter((changeMs) => changeMs > atMs - FLAPPING_WINDOW_MS)
  return recent.length > REMEMBERED ? recent.slice(-REMEMBERED) : recent
}

/** A decision with what it means for flapping. */
export function judgeFlapping({ instance, facts }: Decision, rule: Rule, tickMs: number): Decision {
  const isCalm = instance.changes.length === 0 && !instance.flapping
  if (isCalm && facts.length === 0) return { instance, facts }
  const turns = facts.filter(isTurn)
  if (isCalm && turns.length === 0) return { instance, facts }
  const changes = recentChanges([...instance.changes, ...turns.map(() => tickMs)], tickMs)
  const turned: Instance = { ...instance, changes }
  if (!instance.flapping)
    return turns.length > 0 && changes.length >= STARTS_AT
      ? start(turned, facts, rule, tickMs)
      : { instance: turned, facts }
  const flapping = { ...instance.flapping, changes: instance.flapping.changes + turns.length }
  const muted = facts.map(mute)
  if (changes.length > ENDS_AT) return { instance: { ...turned, flapping }, facts: muted }
  return {
    instance: { ...turned, flapping: null },
    facts: [...muted, endOfFlapping(turned, flapping, rule, tickMs)],
  }
}

/** What is raised is told once more; what is cleared leaves the incident open from this one on. */
function start(
  instance: Instance,
  facts: readonly NewFact[],
  rule: Rule,
  tickMs: number,
): Decision {
  const { group } = facts.find(isTurn)!.data as { group: string }
  const sinceMs = instance.changes[0]!
  const flapping: Flapping = {
    ...{ sinceMs, startedMs: tickMs, changes: instance.changes.length, group },
  }
  const { subject, data } = saying(instance, rule, tickMs)
  const started = alarmFlappingStarted(subject, {
    ...data,
    since: new Date(sinceMs).toISOString(),
    changes: flapping.changes,
    group,
  })
  return {
    instance: { ...instance, flapping },
    facts: isRaised(instance) ? [...facts, started] : [started, ...facts.map(mute)],
  }
}

export function endOfFlapping(
  instance: Instance,
  { sinceMs, changes, group }: Flapping,
  rule: Rule,
  tickMs: number,
): NewFact {
  const { subject, data } = saying(instance, rule, tickMs)
  const since = new Date(sinceMs).toISOString()
  return alarmFlappingEnded(subject, { ...data, since, changes, group, raised: isRaised(instance) })
}

const isTurn = ({ type }: NewFact) => type === 'alarm.raised' || type === 'alarm.cleared'

function mute(fact: NewFact): NewFact {
  return isTurn(fact) ? { ...fact, data: { ...(fact.data as object), flapping: true } } : fact
}
