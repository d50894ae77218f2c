/** The end of an instance by something else than a look: its alarm is gone, or a person says so. */
import { alarmCalmed, alarmCleared, type NewFact } from '#ledger'
import type { AlarmInstance } from './read.ts'

export function endOf(
  workload: string,
  instance: AlarmInstance,
  reason: 'alarm-removed' | 'resource-removed' | 'person',
  nowMs: number,
): NewFact {
  const { id, alarm, labels, group, value, version } = instance
  const tickAt = new Date(nowMs).toISOString()
  const data = { workload, alarm, instance: id, labels: { ...labels }, version, tickAt, value }
  const subject = `alarm:${alarm}`
  return group === null
    ? alarmCalmed(subject, data)
    : alarmCleared(subject, { ...data, group, reason })
}
