/** Keeps the reasons of every open alarm true: when alarms change, when people speak, and when time passes. */
import {
  alarmCalmed,
  alarmCleared,
  alarmDataLost,
  alarmDataReturned,
  alarmRaised,
  answer,
  answerTimer,
  defineReaction,
  modelApplied,
  silenceCreated,
  silenceEnded,
  type Transaction,
} from '#ledger'
import { loadModel } from '#model'
import { changes, nextChangeMs } from './decide.ts'
import { type OpenRecord, readOpenAlarm } from './read.ts'
import { describerOf, readSituation } from './situation.ts'

const PURPOSE = 'suppression.change'

export const suppressAlarms = defineReaction('operate.suppression', [
  answer(alarmRaised, ({ data }, tx) => settle(tx, data.workload, data.instance)),
  answer(alarmCleared, ({ data }, tx) => settle(tx, data.workload, data.instance)),
  answer(alarmCalmed, ({ data }, tx) => settle(tx, data.workload, data.instance)),
  answer(alarmDataLost, ({ data }, tx) => settle(tx, data.workload, data.instance)),
  answer(alarmDataReturned, ({ data }, tx) => settle(tx, data.workload, data.instance)),
  answer(silenceCreated, ({ data }, tx) => settleAndWait(tx, data.workload)),
  answer(silenceEnded, ({ data }, tx) => settleAndWait(tx, data.workload)),
  answer(modelApplied, ({ data }, tx) => settleAndWait(tx, data.workload)),
  answerTimer<{ workload: string }>(PURPOSE, ({ workload }, tx) => settleAndWait(tx, workload)),
])

/** Puts on record who is quiet and who is not any more, now that something has become of an instance. */
async function settle(tx: Transaction, workload: string, instance: string): Promise<void> {
  const situation = await readSituation(tx.sql, workload, tx.nowMs, instance)
  await tx.append(...changes(workload, situation, tx.nowMs))
}

/**
 * Whether nobody is to be told of an instance, by everything that is known in this transaction; what follows is put
 * on record with it. Whoever is about to tell asks here, so nothing is told before silences and sources are known.
 */
export async function isSuppressed(
  tx: Transaction,
  workload: string,
  instance: string,
  raised?: OpenRecord['raised'],
): Promise<boolean> {
  await settle(tx, workload, instance)
  const open = await readOpenAlarm(tx.sql, instance)
  if (open) return open.reasons.length > 0
  return raised ? wouldBeSuppressed(tx, workload, raised) : false
}

/** It is over before anybody was told of it: whoever would not have been told then is not told now. */
async function wouldBeSuppressed(
  tx: Transaction,
  workload: string,
  raised: NonNullable<OpenRecord['raised']>,
): Promise<boolean> {
  const { instance, alarm, labels, severity, tickAt } = raised
  const known = await readSituation(tx.sql, workload, tx.nowMs)
  const describe = describerOf(await loadModel(tx.sql, workload), workload)
  const openedMs = Date.parse(tickAt)
  const record = { instance, alarm, labels, severity, openedMs, raised, reasons: [] }
  const situation = { ...known, alarms: [...known.alarms, describe(record)] }
  const facts = changes(workload, situation, tx.nowMs)
  await tx.append(...facts)
  return facts.some(({ data }) => (data as { instance: string }).instance === instance)
}

async function settleAndWait(tx: Transaction, workload: string): Promise<void> {
  const situation = await readSituation(tx.sql, workload, tx.nowMs)
  await tx.append(...changes(workload, situation, tx.nowMs))
  const key = `suppression:${workload}`
  const dueMs = nextChangeMs(situation, tx.nowMs)
  if (dueMs === null) await tx.cancelTimer(key)
  else await tx.setTimer({ key, purpose: PURPOSE, dueMs, data: { workload } })
}
