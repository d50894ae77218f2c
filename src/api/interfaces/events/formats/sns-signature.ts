/**
 * Who has signed a message of SNS. The certificate is fetched from Amazon’s own host and from nowhere else, however
 * the message names it, and is remembered. Source: https://docs.aws.amazon.com/sns (verifying signatures).
 */
import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { z } from 'zod'
import { messageOf } from '#base'

const Text = z.string().max(262_144)
export const SnsMessage = z.object({
  Type: z.enum(['Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation']),
  MessageId: z.string().min(1).max(500),
  TopicArn: z.string().min(1).max(500),
  Subject: Text.nullish(),
  Message: Text,
  Timestamp: z.string().max(100),
  SignatureVersion: z.enum(['1', '2']),
  Signature: z.string().min(1).max(10_000),
  SigningCertURL: z.string().max(2_000),
  SubscribeURL: z.string().max(2_000).nullish(),
  Token: Text.nullish(),
})
export type SnsMessage = z.infer<typeof SnsMessage>

const HOST = /^sns\.[a-z0-9-]{3,30}\.amazonaws\.com(?:\.cn)?$/

/** The address when it is one of Amazon’s SNS over HTTPS; undefined for any other. */
export function amazonUrl(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  const isPlain = url.username === '' && url.password === '' && url.port === ''
  return url.protocol === 'https:' && HOST.test(url.hostname) && isPlain ? url : undefined
}

const SIGNED = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: [
    ...['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
  ],
  UnsubscribeConfirmation: [
    ...['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
  ],
} as const

/** What is signed: names and values in order, each on its line. A subject that is not there is left out. */
export function signedText(message: SnsMessage): string {
  return SIGNED[message.Type]
    .flatMap((field) => {
      const value = message[field as keyof SnsMessage]
      return value === null || value === undefined ? [] : [`${field}\n${value}\n`]
    })
    .join('')
}

const LARGEST = 65_536
const PATIENCE_MS = 5_000
const keys = new Map<string, KeyObject>()

/** Why nobody knows that Amazon has signed it; undefined when it has. */
export async function whyNotSigned(
  message: SnsMessage,
  fetch: typeof globalThis.fetch,
): Promise<string | undefined> {
  const url = amazonUrl(message.SigningCertURL)
  if (!url?.pathname.endsWith('.pem')) return 'its certificate is not at a host of Amazon SNS'
  let key: KeyObject
  try {
    key = keys.get(url.href) ?? (await fetchKey(url, fetch))
  } catch (error) {
    return `its certificate cannot be had: ${messageOf(error)}`
  }
  const algorithm = message.SignatureVersion === '1' ? 'sha1' : 'sha256'
  const isSigned = verify(
    algorithm,
    Buffer.from(signedText(message)),
    key,
    Buffer.from(message.Signature, 'base64'),
  )
  if (!isSigned) return 'its signature is not right'
  if (keys.size > 100) keys.clear()
  keys.set(url.href, key)
  return undefined
}

async function fetchKey(url: URL, fetch: typeof globalThis.fetch): Promise<KeyObject> {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(PATIENCE_MS) })
  if (!response.ok) throw new Error(`the answer was ${response.status}`)
  const pem = await response.text()
  if (pem.length > LARGEST) throw new Error('it is too large')
  const key = createPublicKey(pem)
  if (key.asymmetricKeyType !== 'rsa') throw new Error('it is no certificate with a key of RSA')
  return key
}
