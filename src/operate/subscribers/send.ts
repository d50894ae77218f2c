/** Gives a message the form of its way and hands it over: by mail, to a webhook, by the gateway of text messages. */
import { createHash } from 'node:crypto'
import { messageOf } from '#base'
import type { NotificationMessage } from '#ledger'
import {
  type ChannelContext,
  channelOf,
  DeliveryRefused,
  mailHtml,
  mailText,
  signWebhook,
} from '../notifications/index.ts'
import type { SendOutcome } from './decide.ts'
import type { InHand, Offer } from './fan-out.ts'
import type { Poster } from './post.ts'
import { confirmCode, linkToken, webhookSecret } from './tokens.ts'

/** What a message says and on whose behalf. */
export interface Letter {
  readonly type: 'status.impacted' | 'status.restored' | 'subscription.asked'
  readonly message: NotificationMessage
  readonly offer: Offer
  /** Mails of one topic are one thread. */
  readonly topic: string
  /** Milliseconds since 1970: the same for every attempt. */
  readonly queuedAtMs: number
}

export type Send = (inHand: InHand, letter: Letter) => Promise<SendOutcome>

export function openSend(options: {
  readonly world: ChannelContext
  readonly poster: Poster
  /** Of links. */
  readonly key: Buffer
}): Send {
  const { world, poster, key } = options
  const { baseUrl, mailer } = world

  function sendMail(inHand: InHand, letter: Letter): Promise<string> {
    const { type, message, topic, queuedAtMs } = letter
    const id = messageId(inHand)
    const isAsking = type === 'subscription.asked'
    const unsubscribe = unsubscribePath(key, inHand)
    const links = isAsking
      ? message.links
      : [...message.links, { label: 'Unsubscribe', path: unsubscribe }]
    const whole = { ...message, links }
    return mailer.send({
      to: inHand.address,
      subject: message.title,
      text: mailText(whole, baseUrl),
      html: mailHtml(whole, baseUrl),
      id,
      thread: `topic.${digest(topic)}`,
      // Every attempt is the same mail, to the letter.
      date: new Date(queuedAtMs),
      headers: {
        'X-Opsplane-Notification': id,
        'Auto-Submitted': 'auto-generated',
        ...(isAsking
          ? {}
          : {
              // RFC 8058: mail programs leave with one request.
              'List-Unsubscribe': `<${baseUrl}${unsubscribe}>`,
              'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
            }),
      },
    })
  }

  function postWebhook(inHand: InHand, letter: Letter): Promise<SendOutcome> {
    const { type, message, offer, queuedAtMs } = letter
    const id = messageId(inHand)
    const secret = webhookSecret(key, inHand.subscriber)
    const body = JSON.stringify({
      type,
      timestamp: new Date(queuedAtMs).toISOString(),
      data: {
        ...message.data,
        title: message.title,
        text: message.lines.join('\n'),
        links: message.links.map(({ label, path }) => ({ label, url: `${baseUrl}${path}` })),
        ...(type === 'subscription.asked'
          ? { secret }
          : { unsubscribe: `${baseUrl}${unsubscribePath(key, inHand)}` }),
      },
    })
    const timestamp = Math.floor(world.nowMs() / 1_000)
    return poster.post({
      url: inHand.address,
      mayBePrivate: offer.privateWebhooks,
      body,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'opsplane',
        'idempotency-key': id,
        'webhook-id': id,
        'webhook-timestamp': String(timestamp),
        'webhook-signature': signWebhook(secret, id, timestamp, body),
      },
    })
  }

  function sendText(inHand: InHand, { type, message, offer, topic, queuedAtMs }: Letter) {
    const channel = offer.sms ? channelOf(offer.sms.type) : undefined
    const config = channel?.config.safeParse(offer.sms!.config)
    if (!channel || !config?.success)
      throw new DeliveryRefused({
        why: 'the page has no gateway for text messages',
        permanent: true,
      })
    const { workload } = inHand
    // A webhook is a gateway of one's own: it gets the number beside the words.
    const gateway = offer.sms!.type === 'webhook' ? channel.addresses(config.data)[0] : undefined
    const address = gateway ?? inHand.address
    const data = gateway ? { ...message.data, to: inHand.address } : message.data
    const isAsking = type === 'subscription.asked'
    const way = { label: 'Unsubscribe', path: unsubscribePath(key, inHand) }
    const links = isAsking ? message.links : [...message.links, way]
    return channel.send(
      {
        ...{ id: messageId(inHand), workload, incident: null, purpose: 'update', topic, address },
        ...{ message: { ...message, links, data }, queuedAtMs },
      },
      config.data,
      world,
    )
  }

  return async (inHand, letter) => {
    try {
      if (inHand.channel === 'webhook') return await postWebhook(inHand, letter)
      await (inHand.channel === 'email' ? sendMail(inHand, letter) : sendText(inHand, letter))
      return { kind: 'accepted' }
    } catch (error) {
      const reason = messageOf(error)
      if (!(error instanceof DeliveryRefused))
        return { kind: 'failed', reason, permanent: false, uncertain: true }
      const { permanent, retryAfterMs } = error.details as {
        permanent: boolean
        retryAfterMs?: number
      }
      return { kind: 'failed', reason, permanent, uncertain: false, retryAfterMs }
    }
  }
}

/** The message that asks whether the owner of an address wants to follow. */
export function askingMessage(
  key: Buffer,
  { subscriber, nonce, page, channel }: InHand,
  title: string,
): NotificationMessage {
  const link = { subscriber, nonce: nonce ?? '' }
  const path = `/status/${page}/confirm/${linkToken(key, 'confirm', link)}`
  const isText = channel === 'sms'
  return {
    title: isText ? `${title}: your code is ${confirmCode(key, link)}` : `${title}: confirm`,
    lines: [
      isText
        ? `Enter ${confirmCode(key, link)} to be told when something of ${title} is impaired.`
        : `Somebody, you we hope, wants this address to be told when something of ${title} is impaired.`,
      'If it was not you, do nothing, and you will not hear from us again.',
    ],
    fields: [],
    links: isText
      ? [{ label: 'Enter the code', path: `/status/${page}/code` }]
      : [{ label: 'Confirm', path }],
    data: { page },
  }
}

/** The same for every attempt: a receiver recognises a duplicate by it. */
export function messageId({ fanOut, subscriber, channel }: InHand): string {
  return `sbm_${digest(`${fanOut} ${subscriber} ${channel}`)}`
}

function unsubscribePath(key: Buffer, { page, subscriber }: InHand): string {
  return `/status/${page}/unsubscribe/${linkToken(key, 'unsubscribe', { subscriber, nonce: '' })}`
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32)
