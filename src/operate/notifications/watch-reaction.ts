/** Owners hear when an alarm can no longer tell, and when it can again; responders hear when an incident goes blind. */
import {
  alarmBlinded,
  alarmDataLost,
  alarmDataReturned,
  alarmEvaluable,
  alarmUnevaluable,
  answer,
  defineReaction,
  type Fact,
  type Transaction,
} from '#ledger'
import { loadModel } from '#model'
import { findOpenByInstance } from '../incidents/index.ts'
import { recover } from './decide.ts'
import { isTold } from './notification.ts'
import { contactOf, contactsOf, eachAddressOnce, queueMessage } from './queue.ts'
import { readUnrecovered } from './read.ts'
import {
  blindMessage,
  type Impairment,
  impairedMessage,
  watchedAgainMessage,
} from './watch-messages.ts'

export const notifyOwners = defineReaction('operate.notifications.owners', [
  answer(alarmDataLost, (fact, tx) => {
    const { workload, alarm, instance, owner, lastSampleAt } = fact.data
    const why = lastSampleAt
      ? `its last sample came at ${lastSampleAt.slice(0, 19).replace('T', ' ')} UTC`
      : 'no sample has ever come'
    return tell(fact, tx, `alarm:${workload}/${instance}`, owner, { workload, alarm, why })
  }),
  answer(alarmDataReturned, (fact, tx) =>
    takeBack(fact, tx, `alarm:${fact.data.workload}/${fact.data.instance}`, fact.data),
  ),
  answer(alarmUnevaluable, (fact, tx) => {
    const { workload, alarm, owner, error } = fact.data
    const why = `its query fails: ${error}`
    return tell(fact, tx, `alarm:${workload}/${alarm}`, owner, { workload, alarm, why })
  }),
  answer(alarmEvaluable, (fact, tx) =>
    takeBack(fact, tx, `alarm:${fact.data.workload}/${fact.data.alarm}`, fact.data),
  ),
  answer(alarmBlinded, async (fact, tx) => {
    const { workload, instance, alarm } = fact.data
    const incident = await findOpenByInstance(tx.sql, workload, instance)
    if (!incident) return
    const model = await loadModel(tx.sql, workload)
    const topic = `incident:${incident.id}`
    const told = (await readUnrecovered(tx.sql, topic, ['page'])).filter(isTold)
    const facts = eachAddressOnce(told.map((one) => contactOf(one, model))).map((contact) =>
      queueMessage({
        because: fact,
        workload,
        incident: incident.id,
        topic,
        purpose: 'update',
        contact,
        message: blindMessage(incident, alarm, { zone: contact.zone, nowMs: tx.nowMs }),
        nowMs: tx.nowMs,
      }),
    )
    await tx.append(...facts)
  }),
])

async function tell(
  because: Fact,
  tx: Transaction,
  topic: string,
  owner: string,
  impairment: Impairment,
): Promise<void> {
  const { workload } = impairment
  const model = await loadModel(tx.sql, workload)
  const message = impairedMessage(impairment, model)
  const facts = eachAddressOnce(contactsOf(model, owner)).map((contact) =>
    queueMessage({
      because,
      workload,
      incident: null,
      topic,
      purpose: 'update',
      contact,
      message,
      nowMs: tx.nowMs,
    }),
  )
  await tx.append(...facts)
}

async function takeBack(
  because: Fact,
  tx: Transaction,
  topic: string,
  { workload, alarm }: { workload: string; alarm: string },
): Promise<void> {
  const model = await loadModel(tx.sql, workload)
  const message = watchedAgainMessage({ workload, alarm }, model)
  const facts = recover(await readUnrecovered(tx.sql, topic, ['update']), {
    because,
    purpose: 'recovery',
    nowMs: tx.nowMs,
    evenIfUntold: false,
    contactOf: (told) => contactOf(told, model),
    messageFor: () => message,
  })
  await tx.append(...facts)
}
