/**
 * Text messages by Twilio or what speaks as it does: https://www.twilio.com/docs/messaging/api/message-resource.
 * A gateway with another language is a webhook, or stands behind one.
 */
import { z } from 'zod'
import { defineChannel } from '../channel.ts'
import { DeliveryRefused } from '../errors.ts'
import { post, secretNamed } from './post.ts'

/** Ten messages of one text at most; more is refused there. */
const MOST_TEXT = 1_500
export const PhoneNumber = z
  .string()
  .regex(/^\+[1-9]\d{6,14}$/, 'must be a number such as +491701234567')

export const sms = defineChannel({
  type: 'sms',
  summary: 'Text messages by Twilio, or a gateway that speaks as it does.',
  config: z.object({
    account: z.string().regex(/^\w+$/).describe('Account SID'),
    token: z.string().describe('Name of the secret with the auth token'),
    from: z.string().describe('Number or sender that they come from'),
    to: PhoneNumber.optional().describe('Who gets them; a person’s contact has its own number'),
    server: z
      .url({ protocol: /^https?$/ })
      .default('https://api.twilio.com')
      .describe('The gateway'),
  }),
  addresses: ({ to }) => (to === undefined ? [] : [to]),
  async send({ id, address, message }, { account, token, from, server }, context) {
    if (!PhoneNumber.safeParse(address).success)
      throw new DeliveryRefused({ why: `${address} is no telephone number`, permanent: true })
    const link = message.links[0]
    const text = [message.title, ...message.lines.slice(1)].join('\n').slice(0, MOST_TEXT)
    const body = new URLSearchParams({
      To: address,
      From: from,
      Body: link ? `${text}\n${context.baseUrl}${link.path}` : text,
    })
    const key = Buffer.from(`${account}:${secretNamed(token, context)}`).toString('base64')
    const headers = {
      authorization: `Basic ${key}`,
      'content-type': 'application/x-www-form-urlencoded',
      'idempotency-key': id,
      'i-twilio-idempotency-token': id,
    }
    const url = `${server}/2010-04-01/Accounts/${account}/Messages.json`
    const { text: answer } = await post(url, { headers, body: body.toString() }, context)
    return /"sid":\s*"([^"]+)"/.exec(answer)?.[1] ?? 'queued'
  },
})
