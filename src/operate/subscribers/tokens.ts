/**
 * Links and codes of messages to subscribers: HMAC-SHA-256 with the key of this installation over what they are for.
 * Nothing of them is kept: a link to confirm holds for one asking, a link to unsubscribe for ever.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'

const MAC_CHARS = 32

/** What a link is for; a confirmation belongs to one asking. */
export type LinkPurpose = 'confirm' | 'unsubscribe'

export interface LinkOf {
  readonly subscriber: string
  /** Of the asking; empty for a link to unsubscribe. */
  readonly nonce: string
}

export function linkToken(key: Buffer, purpose: LinkPurpose, of: LinkOf): string {
  const { subscriber, nonce } = of
  return [subscriber, nonce, mac(key, `${purpose} ${subscriber} ${nonce}`)].join('.')
}

/** Undefined unless we have made it for this purpose. */
export function readLinkToken(
  key: Buffer,
  purpose: LinkPurpose,
  token: string,
): LinkOf | undefined {
  const [subscriber = '', nonce = '', ...rest] = token.split('.')
  if (rest.length !== 1) return undefined
  const expected = linkToken(key, purpose, { subscriber, nonce })
  return isSame(expected, token) ? { subscriber, nonce } : undefined
}

/** Six digits for a message that carries no link. */
export function confirmCode(key: Buffer, { subscriber, nonce }: LinkOf): string {
  const hash = createHmac('sha256', key).update(`code ${subscriber} ${nonce}`).digest()
  return String(hash.readUIntBE(0, 6) % 1_000_000).padStart(6, '0')
}

/** What signs the messages to one webhook, in the form of Standard Webhooks. */
export function webhookSecret(key: Buffer, subscriber: string): string {
  return `whsec_${createHmac('sha256', key).update(`webhook ${subscriber}`).digest('base64')}`
}

export function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

function mac(key: Buffer, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url').slice(0, MAC_CHARS)
}
