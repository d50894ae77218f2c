/** A page is answered by its own link: whoever has the message acknowledges as its recipient, once, without signing in. */
import { defineError } from '#base'
import { type Ledger, notificationAnswered } from '#ledger'
import { type Incident, readIncident } from '../incidents/index.ts'
import {
  type Notification,
  readAnswerToken,
  readLinkKey,
  readNotification,
} from '../notifications/index.ts'
import { acknowledgeIncident } from './commands.ts'

export const AnswerLinkSpent = defineError('escalation.answer-link-spent', 'bad-input', {
  message: () => 'This link is not complete, it was used already, or it is over.',
  hint: 'Sign in, and look at the incident there.',
})

export interface AnswerLink {
  readonly incident: Incident
  /** person:name */
  readonly person: string
  /** It may still be used: it was not, and the incident is open. */
  readonly isOpen: boolean
}

/** @throws AnswerLinkSpent when it is not ours */
export async function readAnswerLink(ledger: Ledger, token: string): Promise<AnswerLink> {
  const page = await pageOf(ledger, token)
  const incident = page && (await readIncident(ledger.database.sql, page.incident ?? ''))
  if (!incident) throw new AnswerLinkSpent({})
  const isOpen = page.answeredAt === null && incident.state === 'open'
  return { incident, person: page.recipient, isOpen }
}

/** @throws AnswerLinkSpent */
export async function acknowledgeByLink(ledger: Ledger, token: string): Promise<Incident> {
  const page = await pageOf(ledger, token)
  if (!page) throw new AnswerLinkSpent({})
  const { id, workload, incident, purpose, recipient } = page
  const on = { workload, incident: incident ?? '', by: recipient }
  return acknowledgeIncident(ledger, on, async (sql) => {
    const now = await readNotification(sql, id)
    if (now?.answeredAt !== null) throw new AnswerLinkSpent({})
    const of = { workload, incident, purpose, recipient }
    return [notificationAnswered(id, { ...of, answer: 'acknowledged' })]
  })
}

async function pageOf(ledger: Ledger, token: string): Promise<Notification | undefined> {
  const { sql } = ledger.database
  const id = readAnswerToken(await readLinkKey(sql), token)
  return id === undefined ? undefined : readNotification(sql, id)
}
