/**
 * Asks a gateway to call a telephone and to read a text: Twilio’s calls, or what speaks as they do,
 * https://www.twilio.com/docs/voice/api/call-resource, with TwiML.
 */
import { z } from 'zod'
import { escapeMarkup } from '../../wording/index.ts'
import { defineChannel } from '../channel.ts'
import { DeliveryRefused } from '../errors.ts'
import { post, secretNamed } from './post.ts'
import { PhoneNumber } from './sms.ts'

/** Nobody listens for longer. */
const MOST_TEXT = 400

export const voice = defineChannel({
  type: 'voice',
  summary: 'A call that reads the message, by Twilio or a gateway that speaks as it does.',
  config: z.object({
    account: z.string().regex(/^\w+$/).describe('Account SID'),
    token: z.string().describe('Name of the secret with the auth token'),
    from: PhoneNumber.describe('Number that calls'),
    to: PhoneNumber.optional().describe('Who is called; a person’s contact has its own number'),
    server: z
      .url({ protocol: /^https?$/ })
      .default('https://api.twilio.com')
      .describe('The gateway'),
  }),
  addresses: ({ to }) => (to === undefined ? [] : [to]),
  async send({ id, address, message }, { account, token, from, server }, context) {
    if (!PhoneNumber.safeParse(address).success)
      throw new DeliveryRefused({ why: `${address} is no telephone number`, permanent: true })
    const said = escapeMarkup(message.lines.join(' ').slice(0, MOST_TEXT))
    const body = new URLSearchParams({
      To: address,
      From: from,
      // Twice: whoever is woken does not hear the first half.
      Twiml: `<Response><Say>${said}</Say><Pause length="1"/><Say>${said}</Say></Response>`,
    })
    const key = Buffer.from(`${account}:${secretNamed(token, context)}`).toString('base64')
    const headers = {
      authorization: `Basic ${key}`,
      'content-type': 'application/x-www-form-urlencoded',
      'idempotency-key': id,
      'i-twilio-idempotency-token': id,
    }
    const url = `${server}/2010-04-01/Accounts/${account}/Calls.json`
    const { text } = await post(url, { headers, body: body.toString() }, context)
    return /"sid":\s*"([^"]+)"/.exec(text)?.[1] ?? 'queued'
  },
})
