/** Alarms become incidents, and their end becomes the end of the incident. */
import { newId, type Sql } from '#base'
import { alarmCleared, alarmFlappingEnded, alarmRaised, answer, defineReaction } from '#ledger'
import { loadModel } from '#model'
import { priorityOf } from '../health/index.ts'
import { type Judge, onAlarmCleared, onAlarmRaised } from './decide.ts'
import { nextNumber, readGroup } from './read.ts'

export const openIncidents = defineReaction('operate.incidents', [
  answer(alarmRaised, async ({ data }, tx) => {
    if (data.replayed === 'history') return
    const state = {
      ...(await readGroup(tx.sql, data.workload, data.group)),
      nextNumber: await nextNumber(tx.sql, data.workload),
      newIncidentId: newId('inc', tx.nowMs),
    }
    const judge = await judgeOf(tx.sql, data.workload)
    await tx.append(...onAlarmRaised(state, data, judge, tx.nowMs))
  }),
  answer(alarmCleared, async ({ data }, tx) => {
    // While it flaps the incident stays open: it would only come back.
    if (data.replayed === 'history' || data.flapping) return
    const { open, last } = await readGroup(tx.sql, data.workload, data.group)
    await tx.append(...onAlarmCleared(open ?? last, data))
  }),
  answer(alarmFlappingEnded, async ({ data }, tx) => {
    if (data.raised || data.replayed === 'history') return
    const { open, last } = await readGroup(tx.sql, data.workload, data.group)
    await tx.append(...onAlarmCleared(open ?? last, { ...data, reason: 'condition' }))
  }),
])

/** Judges priority by the outcomes of the model in force. */
export async function judgeOf(sql: Sql, workload: string): Promise<Judge> {
  const model = await loadModel(sql, workload)
  return (outcomes, severity) =>
    priorityOf({
      outcomes: outcomes.flatMap((outcome) => {
        const weight = model?.find(outcome, 'outcome')?.spec.weight
        return weight === undefined ? [] : [{ outcome, weight }]
      }),
      severity,
    })
}
