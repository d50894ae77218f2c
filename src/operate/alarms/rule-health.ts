/** Whether an alarm can be evaluated at all. One that cannot is told to its owner, and told when it can again. */
import { alarmEvaluable, alarmUnevaluable, type NewFact } from '#ledger'
import type { Rule } from './rule.ts'

export interface RuleHealth {
  /** Failed looks in a row, at most one counted for each interval of the alarm. */
  readonly failures: number
  readonly failingSinceMs: number | null
  readonly lastFailureMs: number | null
  /** The owner has been told. */
  readonly told: boolean
}

export const HEALTHY: RuleHealth = {
  failures: 0,
  failingSinceMs: null,
  lastFailureMs: null,
  told: false,
}

const FAILURES_BEFORE_TELLING = 3
const LONGEST_SILENCE_MS = 5 * 60_000

export interface HealthDecision {
  readonly health: RuleHealth
  readonly facts: readonly NewFact[]
}

/** A look that failed, with the reason in words. */
export function onFailure(
  before: RuleHealth,
  error: string,
  rule: Rule,
  tickMs: number,
  /** Instances that are not watched, when that is the failure. */
  dropped = 0,
): HealthDecision {
  const { lastFailureMs } = before
  const counts = lastFailureMs === null || tickMs - lastFailureMs >= rule.intervalMs
  const failingSinceMs = before.failingSinceMs ?? tickMs
  const health: RuleHealth = {
    failures: before.failures + (counts ? 1 : 0),
    failingSinceMs,
    lastFailureMs: counts ? tickMs : lastFailureMs,
    told: before.told,
  }
  const long =
    health.failures >= FAILURES_BEFORE_TELLING || tickMs - failingSinceMs >= LONGEST_SILENCE_MS
  if (before.told || !long) return { health, facts: [] }
  const { workload, alarm, owner } = rule
  return {
    health: { ...health, told: true },
    facts: [
      alarmUnevaluable(`alarm:${alarm}`, {
        ...{ workload, alarm, error, owner },
        ...(dropped > 0 ? { dropped } : {}),
      }),
    ],
  }
}

/** A look that succeeded. */
export function onSuccess(before: RuleHealth, rule: Rule): HealthDecision {
  const { workload, alarm } = rule
  return {
    health: HEALTHY,
    facts: before.told ? [alarmEvaluable(`alarm:${alarm}`, { workload, alarm })] : [],
  }
}
