/** The end of an instance by something else than a look: its alarm is gone or paused, or a person says so. */
import { alarmCalmed, alarmCleared, alarmFlappingEnded, type NewFact } from '#ledger'
import type { Told } from './becoming.ts'
import { iso } from './saying.ts'

/** Something is open about it: raised, pending, without data, or an incident held open since it flaps. */
export const isOpen = ({ state, flapping }: Told) => state !== 'ok' || flapping !== null

export function endOf(
  workload: string,
  instance: Told,
  reason: 'alarm-removed' | 'alarm-paused' | 'person',
  nowMs: number,
): NewFact[] {
  const { id, alarm, labels, group, value, version, state, flapping } = instance
  const data = { workload, alarm, instance: id, labels: { ...labels }, version, value }
  const at = { ...data, tickAt: iso(nowMs) }
  const subject = `alarm:${alarm}`
  const facts: NewFact[] = []
  if (group !== null) facts.push(alarmCleared(subject, { ...at, group, reason }))
  else if (state !== 'ok') facts.push(alarmCalmed(subject, at))
  if (flapping) {
    const { changes, group } = flapping
    const since = iso(flapping.sinceMs)
    facts.push(alarmFlappingEnded(subject, { ...at, since, changes, group, raised: false }))
  }
  return facts
}
