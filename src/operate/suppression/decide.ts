/**
 * Who is quiet at a moment, and why: pure, from everything that is open. Reasons never change what an alarm is;
 * they say whether people are told.
 */
import { canonicalJson, scheduleAt } from '#base'
import { alarmReleased, alarmSuppressed, type NewFact } from '#ledger'
import { explained } from './explained.ts'
import { isInScope } from './scope.ts'
import type { OpenAlarm, Situation, SuppressionReason } from './suppression.ts'

/** The reasons of each open alarm that has any, by instance. */
export function reasonsAt(
  situation: Situation,
  atMs: number,
): ReadonlyMap<string, readonly SuppressionReason[]> {
  const running = situation.quietTimes.flatMap((time) => {
    const { until } = scheduleAt(time.schedule, atMs)
    return until === null ? [] : [{ ...time, until: new Date(until).toISOString() }]
  })
  const others = explained(situation)
  const reasons = new Map<string, readonly SuppressionReason[]>()
  for (const alarm of situation.alarms) {
    const own = [
      ...running
        .filter(({ scope }) => isInScope(alarm, scope))
        .map(({ kind, by, why, until }) => ({ kind, by, source: null, why, until })),
      ...(others.get(alarm.instance) ?? []),
    ].sort((a, b) => (`${a.kind} ${a.by}` < `${b.kind} ${b.by}` ? -1 : 1))
    if (own.length > 0) reasons.set(alarm.instance, own)
  }
  return reasons
}

/** What has changed since it was put on record. */
export function changes(workload: string, situation: Situation, atMs: number): NewFact[] {
  const now = reasonsAt(situation, atMs)
  return situation.alarms.flatMap((one) => {
    const reasons = now.get(one.instance) ?? []
    if (canonicalJson([...reasons]) === canonicalJson([...one.reasons])) return []
    const subject = `alarm:${one.alarm}`
    const { alarm, instance, labels } = one
    const about = { workload, alarm, instance, labels: { ...labels } }
    return reasons.length > 0
      ? alarmSuppressed(subject, { ...about, reasons: [...reasons] })
      : alarmReleased(subject, { ...about, reasons: [...one.reasons] })
  })
}

/** When time alone may change somebody’s reasons next; null when it will not. */
export function nextChangeMs({ quietTimes }: Situation, atMs: number): number | null {
  const next = quietTimes.flatMap(({ schedule }) => scheduleAt(schedule, atMs).nextMs ?? [])
  return next.length > 0 ? Math.min(...next) : null
}

/** A reason for which even an incident that people know of is not pursued: work that was planned later is none. */
export function isQuieting(alarm: Pick<OpenAlarm, 'reasons'>): boolean {
  return alarm.reasons.some(({ kind }) => kind !== 'maintenance')
}
