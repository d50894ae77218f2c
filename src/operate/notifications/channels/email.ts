/** Mail by SMTP: plain text and simple HTML, one thread for each incident. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { defineChannel } from '../channel.ts'
import { htmlOf, textOf } from './email-text.ts'

export const email = defineChannel({
  type: 'email',
  summary: 'Mail to one or more addresses.',
  config: z.object({
    to: z
      .union([z.email(), z.array(z.email()).min(1)])
      .describe('Who gets it; each address gets its own mail'),
  }),
  addresses: ({ to }) => [to].flat(),
  send(delivery, _config, { mailer, baseUrl }) {
    const { id, topic, address, message, purpose, queuedAtMs } = delivery
    return mailer.send({
      to: address,
      subject: message.title,
      text: textOf(message, baseUrl),
      html: htmlOf(message, baseUrl),
      id,
      thread: `topic.${createHash('sha256').update(topic).digest('hex').slice(0, 32)}`,
      // Every attempt is the same mail, to the letter.
      date: new Date(queuedAtMs),
      headers: {
        'X-Opsplane-Notification': id,
        'X-Opsplane-Purpose': purpose,
        'Auto-Submitted': 'auto-generated',
      },
    })
  },
})
