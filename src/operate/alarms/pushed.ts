/**
 * Alerts that somebody else raises and resolves. That one has run out says that it is over only while its source is
 * heard from: a source that has died resolves nothing, it makes what it raised stale.
 */
import { alarmCleared, alarmRefreshed, alarmStaled, type NewFact } from '#ledger'
import type { Told } from './becoming.ts'
import { iso } from './saying.ts'

/** Who pushes alerts, and repeats them while they last. */
export interface AlertSource {
  readonly name: string
  /** When it was last heard from, whatever it said; null when never. */
  readonly heardMs: number | null
  /** How often it repeats what is raised, in milliseconds. */
  readonly resendMs: number
}

/** Whether nothing it does not say means anything. */
export function isSilent({ heardMs, resendMs }: AlertSource, nowMs: number): boolean {
  return heardMs === null || nowMs - heardMs > 2 * resendMs
}

/** What becomes of a raised alert as time goes by; `endsAtMs` is the end that its source told last. */
export function decidePushed(
  workload: string,
  alert: Told,
  endsAtMs: number,
  source: AlertSource,
  nowMs: number,
): NewFact[] {
  const { id, alarm, labels, version, value, group, stale } = alert
  if (group === null) return []
  const subject = `alarm:${alarm}`
  const data = { workload, alarm, instance: id, labels: { ...labels }, version, value }
  const at = { ...data, tickAt: iso(nowMs) }
  if (isSilent(source, nowMs)) {
    if (stale) return []
    const lastHeardAt = source.heardMs === null ? null : iso(source.heardMs)
    return [alarmStaled(subject, { ...at, source: source.name, lastHeardAt })]
  }
  const back = stale ? [alarmRefreshed(subject, { ...at, source: source.name })] : []
  if (endsAtMs > nowMs) return back
  return [...back, alarmCleared(subject, { ...at, group, reason: 'source' })]
}
