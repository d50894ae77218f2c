/** Alarms become incidents, and their end becomes the end of the incident. */
import { newId, type Sql } from '#base'
import {
  alarmCleared,
  alarmFlappingEnded,
  alarmRaised,
  alarmReleased,
  answer,
  defineReaction,
  type FactOf,
  type Transaction,
} from '#ledger'
import { loadModel } from '#model'
import { priorityOf } from '../health/index.ts'
import { groupingFor } from '../oncall/index.ts'
import { isSuppressed, readOpenAlarm } from '../suppression/index.ts'
import { hasTold, type Judge, onAlarmCleared, onAlarmRaised } from './decide.ts'
import { nextNumber, readGroup } from './read.ts'

export const openIncidents = defineReaction('operate.incidents', [
  answer(alarmRaised, async ({ data }, tx) => {
    if (data.replayed === 'history') return
    const { workload, instance } = data
    if (!(await isSuppressed(tx, workload, instance, data))) await open(tx, data)
  }),
  // It was not told when it was raised, and it still is.
  answer(alarmReleased, async ({ data: { workload, instance } }, tx) => {
    const raised = (await readOpenAlarm(tx.sql, instance))?.raised
    if (!raised || (await isSuppressed(tx, workload, instance))) return
    const known = await readGroup(tx.sql, workload, raised.group)
    if (!hasTold(known, instance)) await open(tx, raised)
  }),
  answer(alarmCleared, async ({ data }, tx) => {
    // While it flaps the incident stays open: it would only come back.
    if (data.replayed === 'history' || data.flapping) return
    const group = await readGroup(tx.sql, data.workload, data.group)
    await tx.append(...onAlarmCleared(group, data))
  }),
  answer(alarmFlappingEnded, async ({ data }, tx) => {
    if (data.raised || data.replayed === 'history') return
    const group = await readGroup(tx.sql, data.workload, data.group)
    await tx.append(...onAlarmCleared(group, { ...data, reason: 'condition' }))
  }),
])

async function open(tx: Transaction, raised: FactOf<typeof alarmRaised>['data']): Promise<void> {
  const model = await loadModel(tx.sql, raised.workload)
  const grouping = groupingFor(model, raised.alarm, raised.owner)
  const state = {
    reopenWindowMs: grouping.reopenWindowMs,
    waitMs: grouping.waitMs,
    ...(await readGroup(tx.sql, raised.workload, raised.group)),
    nextNumber: await nextNumber(tx.sql, raised.workload),
    newIncidentId: newId('inc', tx.nowMs),
  }
  const judge = await judgeOf(tx.sql, raised.workload)
  await tx.append(...onAlarmRaised(state, raised, judge, tx.nowMs))
}

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
