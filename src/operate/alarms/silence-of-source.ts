/**
 * Whoever raised it from elsewhere is not heard any more: what is raised stays so, and is marked as something that
 * nobody stands for, until the source is back.
 */
import { alarmRefreshed, alarmStaled } from '#ledger'
import type { Decision } from './decide.ts'
import { isRaised } from './instance.ts'
import type { SignalSample } from './reader.ts'
import type { Rule } from './rule.ts'
import { iso, saying } from './saying.ts'

export function judgeSilence(
  decision: Decision,
  { silent, source = '' }: Pick<SignalSample, 'silent' | 'source'>,
  rule: Rule,
  tickMs: number,
): Decision {
  const { instance, facts } = decision
  const { stale = false } = instance
  if (!isRaised(instance) || stale === (silent !== undefined)) return decision
  const { subject, data } = saying(instance, rule, tickMs)
  const fact = silent
    ? alarmStaled(subject, {
        ...data,
        source,
        lastHeardAt: iso(silent.lastHeardMs),
      })
    : alarmRefreshed(subject, { ...data, source })
  return { instance: { ...instance, stale: !stale }, facts: [...facts, fact] }
}
