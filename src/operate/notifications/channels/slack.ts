/**
 * A channel of Slack by an incoming webhook: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks.
 * Text of people is escaped as Slack asks: & < >.
 */
import { z } from 'zod'
import { defineChannel } from '../channel.ts'
import { postJson, secretUrl } from './post.ts'

export const slack = defineChannel({
  type: 'slack',
  summary: 'A message in a channel of Slack.',
  config: z.object({
    webhook: z
      .string()
      .describe('Name of the secret that holds the address of the incoming webhook'),
  }),
  addresses: ({ webhook }) => [`slack:${webhook}`],
  async send({ id, message }, { webhook }, context) {
    const { lines, fields, links, title } = message
    const buttons = links.map(({ label, path }) => ({
      type: 'button',
      text: { type: 'plain_text', text: label.slice(0, 75) },
      url: `${context.baseUrl}${path}`,
    }))
    const blocks = [
      section(
        `*${escaped(lines[0] ?? title)}*${lines
          .slice(1)
          .map((line) => `\n${escaped(line)}`)
          .join('')}`,
      ),
      ...(fields.length > 0
        ? [
            {
              type: 'section',
              fields: fields
                .slice(0, 10)
                .map(({ label, value }) => text(`*${escaped(label)}*\n${escaped(value)}`)),
            },
          ]
        : []),
      ...(buttons.length > 0 ? [{ type: 'actions', elements: buttons.slice(0, 5) }] : []),
    ]
    const body = { text: escaped(title), blocks }
    return (await postJson(secretUrl(webhook, context), { id, body }, context)).text || 'ok'
  },
})

/** The most that a text may have there. */
const MOST_TEXT = 2_900

const text = (words: string) => ({ type: 'mrkdwn', text: words.slice(0, MOST_TEXT) })
const section = (words: string) => ({ type: 'section', text: text(words) })
const escaped = (words: string) =>
  words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
