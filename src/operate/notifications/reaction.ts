/** Calls for help and words of status become messages; the end becomes a message to those who were told. */
import {
  answer,
  defineReaction,
  escalationExhausted,
  escalationSnoozed,
  escalationStepExecuted,
  type Fact,
  incidentAcknowledged,
  incidentGrown,
  incidentResolved,
  statusPublished,
  type Transaction,
} from '#ledger'
import { loadModel } from '#model'
import { readIncident } from '../incidents/index.ts'
import { callOff, recover } from './decide.ts'
import { grownMessage, pageMessage, partyMessage, recoveryMessage } from './messages.ts'
import { watchWays } from './next-way.ts'
import { isTold } from './notification.ts'
import { type Contact, contactOf, contactsOf, eachAddressOnce, queueMessage } from './queue.ts'
import { readCalledOff, readUnrecovered } from './read.ts'
import { statusWords } from './status-words.ts'
import { waysTo } from './ways.ts'

export const notify = defineReaction('operate.notifications', [
  answer(escalationStepExecuted, (fact, tx) => page(fact, fact.data.recipients, tx)),
  answer(escalationExhausted, (fact, tx) => page(fact, fact.data.recipients, tx)),
  answer(incidentAcknowledged, ({ subject }, tx) => endCalledOff(tx, subject)),
  answer(escalationSnoozed, ({ subject }, tx) => endCalledOff(tx, subject)),
  answer(incidentGrown, async (fact, tx) => {
    const incident = (await readIncident(tx.sql, fact.subject))!
    const { joined, reason } = fact.data
    const instances = new Set(joined.map(({ instance }) => instance))
    const message = grownMessage(
      incident,
      incident.alarms.filter(({ instance }) => instances.has(instance)),
      reason,
    )
    const model = await loadModel(tx.sql, incident.workload)
    const topic = topicOf(incident.id)
    const called = (await readUnrecovered(tx.sql, topic, ['page'])).filter(
      (one) => isTold(one) || (one.state === 'queued' && one.calledOff === null),
    )
    const { workload, id } = incident
    const facts = eachAddressOnce(called.map((one) => contactOf(one, model))).map((contact) =>
      queueMessage({
        ...{ because: fact, workload, incident: id, topic, purpose: 'update', contact, message },
        nowMs: tx.nowMs,
      }),
    )
    await tx.append(...facts)
  }),
  answer(incidentResolved, async (fact, tx) => {
    const incident = (await readIncident(tx.sql, fact.subject))!
    const model = await loadModel(tx.sql, incident.workload)
    const ended = {
      ...incident,
      resolvedAt: fact.time,
      resolvedBy: fact.data.by,
      resolvedReason: fact.data.reason,
    }
    const facts = recover(await readUnrecovered(tx.sql, topicOf(incident.id), ['page', 'update']), {
      because: fact,
      purpose: 'recovery',
      nowMs: tx.nowMs,
      evenIfUntold: false,
      contactOf: (told) => contactOf(told, model),
      messageFor: ({ zone }) => recoveryMessage(ended, model, { zone, nowMs: tx.nowMs }),
    })
    await tx.append(...facts)
  }),
  answer(statusPublished, async (fact, tx) => {
    const { workload, page: name, component, state, incident } = fact.data
    const topic = `status:${workload}/${name}/${component}`
    const model = await loadModel(tx.sql, workload)
    const declared = model?.get('status-page', name)?.spec
    const message = await statusWords(tx.sql, fact, model)
    if (state === 'operational') {
      const told = await readUnrecovered(tx.sql, topic, ['status-impacted'])
      const facts = recover(told, {
        because: fact,
        purpose: 'status-restored',
        nowMs: tx.nowMs,
        evenIfUntold: true,
        contactOf: (one) => contactOf(one, model),
        messageFor: () => message,
      })
      await tx.append(...facts)
      return
    }
    const contacts = (declared?.channels ?? []).flatMap((channel) => contactsOf(model, channel))
    const facts = eachAddressOnce(contacts).map((contact) =>
      queueMessage({
        because: fact,
        workload,
        incident,
        topic,
        purpose: 'status-impacted',
        contact,
        message,
        nowMs: tx.nowMs,
      }),
    )
    await tx.append(...facts)
  }),
])

async function endCalledOff(tx: Transaction, incident: string): Promise<void> {
  const waiting = await readCalledOff(tx.sql, topicOf(incident))
  await tx.append(...waiting.map((one) => callOff(one, one.calledOff!)))
}

async function page(
  fact: Fact,
  recipients: readonly { to: string; why: string }[],
  tx: Transaction,
): Promise<void> {
  const incident = await readIncident(tx.sql, fact.subject)
  // Between the call and this answer it may have ended; then nobody needs to get up.
  if (incident?.state !== 'open') return
  const model = await loadModel(tx.sql, incident.workload)
  const why = new Map(recipients.map((one) => [one.to, one.why]))
  const moment = { priority: incident.priority, atMs: tx.nowMs }
  const ways = recipients.map(({ to }) => ({ to, ...waysTo(model, to, moment) }))
  const contacts = eachAddressOnce(ways.flatMap(({ atOnce }) => atOnce))
  const messageTo = ({ recipient, zone }: Contact, because: string) => {
    const party = model?.find(recipient, 'third-party')?.spec
    const reader = { zone, nowMs: tx.nowMs }
    return party
      ? partyMessage(incident, party, reader)
      : pageMessage(incident, model, because, reader)
  }
  const facts = contacts.map((contact) =>
    queueMessage({
      because: fact,
      workload: incident.workload,
      incident: incident.id,
      topic: topicOf(incident.id),
      purpose: 'page',
      contact,
      message: messageTo(contact, why.get(contact.recipient)!),
      nowMs: tx.nowMs,
    }),
  )
  await tx.append(...facts)
  for (const { to, further } of ways)
    if (further.length > 0)
      await watchWays(tx, {
        ...{ incident: incident.id, recipient: to, why: why.get(to)! },
        calledAt: new Date(tx.nowMs).toISOString(),
      })
}

const topicOf = (incident: string) => `incident:${incident}`
