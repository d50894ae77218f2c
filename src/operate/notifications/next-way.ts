/** Tries the next way to a person whose page nobody has taken: after half a minute, or at once when it is lost. */
import type { Sql } from '#base'
import {
  answer,
  answerTimer,
  defineReaction,
  type Fact,
  notificationExpired,
  notificationFailed,
  type Transaction,
} from '#ledger'
import { loadModel } from '#model'
import { readIncident } from '../incidents/index.ts'
import { pageMessage } from './messages.ts'
import { isTold } from './notification.ts'
import { queueMessage } from './queue.ts'
import { readPagesSince } from './read.ts'
import { NEXT_WAY_MS, untried, waysTo } from './ways.ts'

const PURPOSE = 'notifications.next-way'

/** A person who was called and has further ways. */
interface Waiting {
  readonly incident: string
  /** person:name */
  readonly recipient: string
  readonly why: string
  /** When they were called, ISO 8601: rules are those of that moment. */
  readonly calledAt: string
}

const keyOf = ({ incident, recipient }: Pick<Waiting, 'incident' | 'recipient'>) =>
  `next-way:${incident}:${recipient}`

/** Sets the time of the next way. */
export function watchWays(tx: Transaction, waiting: Waiting): Promise<void> {
  return tx.setTimer({
    key: keyOf(waiting),
    purpose: PURPOSE,
    dueMs: tx.nowMs + NEXT_WAY_MS,
    data: waiting,
  })
}

/** Whether somebody who was called for an incident still has a way that was not tried. */
export async function hasFurtherWays(sql: Sql, incident: string): Promise<boolean> {
  const [row] = await sql`
    select from timer where purpose = ${PURPOSE} and data->>'incident' = ${incident} limit 1`
  return row !== undefined
}

export const tryNextWay = defineReaction('operate.next-way', [
  answerTimer<Waiting>(PURPOSE, (waiting, tx, fact) => tryNext(fact, tx, waiting, false)),
  answer(notificationFailed, async (fact, tx) => {
    const { purpose, incident, recipient, retryAt } = fact.data
    if (purpose === 'page' && incident !== null && retryAt === null)
      await ifLost(fact, tx, { incident, recipient })
  }),
  answer(notificationExpired, async (fact, tx) => {
    const { purpose, incident, recipient } = fact.data
    if (purpose === 'page' && incident !== null) await ifLost(fact, tx, { incident, recipient })
  }),
])

async function ifLost(
  fact: Fact,
  tx: Transaction,
  of: Pick<Waiting, 'incident' | 'recipient'>,
): Promise<void> {
  const [timer] = await tx.sql<{ data: Waiting }>`select data from timer where key = ${keyOf(of)}`
  if (timer) await tryNext(fact, tx, timer.data, true)
}

async function tryNext(
  fact: Fact,
  tx: Transaction,
  waiting: Waiting,
  onlyIfLost: boolean,
): Promise<void> {
  const { incident: id, recipient, calledAt, why } = waiting
  const incident = await readIncident(tx.sql, id)
  if (incident?.state !== 'open') return tx.cancelTimer(keyOf(waiting))
  const model = await loadModel(tx.sql, incident.workload)
  const pages = (await readPagesSince(tx.sql, id, calledAt)).filter(
    (page) => page.recipient === recipient,
  )
  // One was accepted, somebody is on it, or it is to wait.
  const isDone = pages.some(({ state, calledOff }) => state === 'accepted' || calledOff !== null)
  if (!isDone && onlyIfLost && pages.some((page) => page.state === 'queued' || isTold(page))) return
  const moment = { priority: incident.priority, atMs: Date.parse(calledAt) }
  const [contact, ...rest] = isDone ? [] : untried(waysTo(model, recipient, moment), pages)
  if (!contact) return tx.cancelTimer(keyOf(waiting))
  const { workload, topic } = { workload: incident.workload, topic: `incident:${id}` }
  const reader = { zone: contact.zone, nowMs: tx.nowMs }
  const message = pageMessage(incident, model, why, reader)
  await tx.append(
    queueMessage({
      ...{ because: fact, workload, incident: id, topic, purpose: 'page', contact, message },
      nowMs: tx.nowMs,
    }),
  )
  if (rest.length > 0) await watchWays(tx, waiting)
  else await tx.cancelTimer(keyOf(waiting))
}
