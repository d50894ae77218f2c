/** Owners hear when an alarm can no longer tell, and when it can again; responders hear when an incident goes blind. */
import {
  alarmBlinded,
  alarmCalmed,
  alarmDataLost,
  alarmDataReturned,
  alarmEvaluable,
  alarmFlappingEnded,
  alarmFlappingStarted,
  alarmReleased,
  alarmStaled,
  alarmUnevaluable,
  answer,
  defineReaction,
  type Fact,
  type FactOf,
  type NotificationMessage,
  type Transaction,
} from '#ledger'
import { loadModel } from '#model'
import { findOpenByInstance, type Incident } from '../incidents/index.ts'
import { isSuppressed, readOpenAlarm } from '../suppression/index.ts'
import { recover } from './decide.ts'
import type { Reader } from './messages.ts'
import { isTold } from './notification.ts'
import { contactOf, contactsOf, eachAddressOnce, queueMessage } from './queue.ts'
import { readUnrecovered } from './read.ts'
import {
  blindMessage,
  cameToRestMessage,
  flappingMessage,
  type Impairment,
  impairedMessage,
  staleMessage,
  watchedAgainMessage,
  watchedNoMoreMessage,
} from './watch-messages.ts'

export const notifyOwners = defineReaction('operate.notifications.owners', [
  answer(alarmDataLost, async (fact, tx) => {
    const { workload, instance, replayed } = fact.data
    if (replayed === 'history' || (await isSuppressed(tx, workload, instance))) return
    await tellLost(fact, tx, fact.data)
  }),
  answer(alarmReleased, async (fact, tx) => {
    const { workload, instance } = fact.data
    const lost = (await readOpenAlarm(tx.sql, instance))?.lost
    if (!lost || (await isSuppressed(tx, workload, instance))) return
    const told = await readUnrecovered(tx.sql, `alarm:${workload}/${instance}`, ['update'])
    if (told.length === 0) await tellLost(fact, tx, lost)
  }),
  answer(alarmDataReturned, (fact, tx) =>
    takeBack(fact, tx, `alarm:${fact.data.workload}/${fact.data.instance}`, watchedAgainMessage),
  ),
  // Without data it comes to rest in no other way than that there is nothing left to watch.
  answer(alarmCalmed, (fact, tx) =>
    takeBack(fact, tx, `alarm:${fact.data.workload}/${fact.data.instance}`, watchedNoMoreMessage),
  ),
  answer(alarmUnevaluable, (fact, tx) => {
    const { workload, alarm, owner, error, dropped } = fact.data
    const why = dropped ? error : `its query fails: ${error}`
    return tell(fact, tx, `alarm:${workload}/${alarm}`, owner, { workload, alarm, why })
  }),
  answer(alarmEvaluable, (fact, tx) =>
    takeBack(fact, tx, `alarm:${fact.data.workload}/${fact.data.alarm}`, watchedAgainMessage),
  ),
  answer(alarmBlinded, (fact, tx) =>
    tellUnlessQuiet(fact, tx, (incident, reader) =>
      blindMessage(incident, fact.data.alarm, reader),
    ),
  ),
  answer(alarmStaled, (fact, tx) =>
    tellUnlessQuiet(fact, tx, (incident) => staleMessage(incident, fact.data)),
  ),
  answer(alarmFlappingStarted, (fact, tx) =>
    tellUnlessQuiet(fact, tx, (incident, reader) =>
      flappingMessage(incident, { ...fact.data, sinceMs: Date.parse(fact.data.since) }, reader),
    ),
  ),
  answer(alarmFlappingEnded, (fact, tx) =>
    tellResponders(fact, tx, (incident) => {
      const { raised, instance } = fact.data
      const goesOn = incident.alarms.some(
        (one) => one.clearedAt === null && (raised || one.instance !== instance),
      )
      // Else the word that it is over says it.
      return goesOn ? cameToRestMessage(incident, fact.data) : undefined
    }),
  ),
])

/** What ends something is told in any case; this is for what does not. */
async function tellUnlessQuiet(...[because, tx, messageFor]: Parameters<typeof tellResponders>) {
  const { workload, instance } = because.data
  if (!(await isSuppressed(tx, workload, instance))) await tellResponders(because, tx, messageFor)
}

/** An update to everybody who was paged for the open incident of an instance. */
async function tellResponders(
  because: Fact<string, { workload: string; instance: string; replayed?: string | undefined }>,
  tx: Transaction,
  messageFor: (incident: Incident, reader: Reader) => NotificationMessage | undefined,
): Promise<void> {
  const { workload, instance, replayed } = because.data
  if (replayed === 'history') return
  const incident = await findOpenByInstance(tx.sql, workload, instance)
  if (!incident) return
  const model = await loadModel(tx.sql, workload)
  const topic = `incident:${incident.id}`
  const told = (await readUnrecovered(tx.sql, topic, ['page'])).filter(isTold)
  const facts = eachAddressOnce(told.map((one) => contactOf(one, model))).flatMap((contact) => {
    const message = messageFor(incident, { zone: contact.zone, nowMs: tx.nowMs })
    if (!message) return []
    const { nowMs } = tx
    const about = { because, workload, incident: incident.id, topic, contact }
    return queueMessage({ ...about, purpose: 'update', message, nowMs })
  })
  await tx.append(...facts)
}

async function tellLost(
  because: Fact,
  tx: Transaction,
  lost: FactOf<typeof alarmDataLost>['data'],
): Promise<void> {
  const { workload, alarm, instance, owner, lastSampleAt } = lost
  const why = lastSampleAt
    ? `its last sample came at ${lastSampleAt.slice(0, 19).replace('T', ' ')} UTC`
    : 'no sample has ever come'
  await tell(because, tx, `alarm:${workload}/${instance}`, owner, { workload, alarm, why })
}

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
  because: Fact<string, { workload: string; alarm: string; replayed?: string | undefined }>,
  tx: Transaction,
  topic: string,
  messageOf: typeof watchedAgainMessage,
): Promise<void> {
  const { workload, alarm, replayed } = because.data
  if (replayed === 'history') return
  const model = await loadModel(tx.sql, workload)
  const message = messageOf({ workload, alarm }, model)
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
