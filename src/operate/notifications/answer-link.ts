/**
 * The link by which a page is acknowledged without signing in: HMAC-SHA-256 over the message it belongs to, with the
 * key of this installation. It is made when the message leaves, so that no fact holds it.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { NotificationMessage } from '#ledger'
import type { Notification } from './notification.ts'

const MAC_CHARS = 32
/** By which link of a page the console would acknowledge. */
const ACKNOWLEDGE = /\?do=acknowledge$/

export function answerToken(key: Buffer, notification: string): string {
  const hash = createHmac('sha256', key).update(`acknowledge ${notification}`)
  return `${notification}.${hash.digest('base64url').slice(0, MAC_CHARS)}`
}

/** The id of the message; undefined unless we have made the token. */
export function readAnswerToken(key: Buffer, token: string): string | undefined {
  const [notification = ''] = token.split('.')
  const [given, expected] = [Buffer.from(token), Buffer.from(answerToken(key, notification))]
  return given.length === expected.length && timingSafeEqual(given, expected)
    ? notification
    : undefined
}

/** What is sent: a person who is called need not sign in to say that they are on it. */
export function withAnswerLink(
  key: Buffer,
  {
    id,
    purpose,
    recipient,
    message,
  }: Pick<Notification, 'id' | 'purpose' | 'recipient' | 'message'>,
): NotificationMessage {
  if (purpose !== 'page' || !recipient.startsWith('person:')) return message
  const path = `/acknowledge/${answerToken(key, id)}`
  return {
    ...message,
    links: message.links.map((link) => (ACKNOWLEDGE.test(link.path) ? { ...link, path } : link)),
  }
}
