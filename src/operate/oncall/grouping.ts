/** Which alarms become one incident, and when those who were called hear of what joins it: by the escalation of the alarm. */
import { durationMs } from '#base'
import type { Model } from '#model'
import { policyFor } from './policy.ts'

export interface Grouping {
  /** Alarms of the same route share incidents: escalation:name, or the name of the alarm itself. */
  readonly route: string
  /** Labels by whose values incidents are apart. */
  readonly groupBy: readonly string[]
  /** How long the first call waits for others that belong to the same incident. */
  readonly waitMs: number
  /** Those who were called hear of what has joined at these intervals, from when the incident was opened. */
  readonly intervalMs: number
  /** What comes back this soon after the end is the same incident: customers felt one outage, not two. */
  readonly reopenWindowMs: number
}

const USUAL = { wait: '0s', interval: '5m', reopen: '30m' }

/** An alarm that says by which labels it is grouped has its own incidents; else its escalation may gather several. */
export function groupingFor(
  model: Model | undefined,
  alarm: string | null,
  owner: string,
): Grouping {
  const spec = alarm === null ? undefined : model?.get('alarm', alarm)?.spec
  const { name } = policyFor(model, alarm, owner)
  const escalation = name === null ? undefined : model?.get('escalation', name)?.spec
  const isShared = escalation?.groupBy !== undefined && (spec?.groupBy ?? []).length === 0
  return {
    route: isShared ? `escalation:${name}` : (alarm ?? ''),
    groupBy: isShared ? escalation.groupBy! : (spec?.groupBy ?? []),
    waitMs: durationMs(escalation?.groupWait ?? USUAL.wait),
    intervalMs: Math.max(1_000, durationMs(escalation?.groupInterval ?? USUAL.interval)),
    reopenWindowMs: durationMs(escalation?.reopenWindow ?? USUAL.reopen),
  }
}

/** The next time at which those who were called are told what has joined: anchored where the incident was opened. */
export function nextTellingMs(openedMs: number, nowMs: number, intervalMs: number): number {
  return openedMs + (Math.floor(Math.max(0, nowMs - openedMs) / intervalMs) + 1) * intervalMs
}
