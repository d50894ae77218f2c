/**
 * A channel of Microsoft Teams by a workflow that takes webhooks, as an Adaptive Card 1.4: https://adaptivecards.io.
 * Text there is Markdown; a RichTextBlock shows it as it is.
 */
import { z } from 'zod'
import { defineChannel } from '../channel.ts'
import { postJson, secretUrl } from './post.ts'

export const teams = defineChannel({
  type: 'teams',
  summary: 'A card in a channel of Microsoft Teams.',
  config: z.object({
    webhook: z.string().describe('Name of the secret that holds the address of the workflow'),
  }),
  addresses: ({ webhook }) => [`teams:${webhook}`],
  async send({ id, message }, { webhook }, context) {
    const { lines, fields, links } = message
    const card = {
      type: 'AdaptiveCard',
      $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
      version: '1.4',
      body: [
        ...lines.map((line, i) => asItIs(line, i === 0)),
        ...fields.map(({ label, value }) => asItIs(`${label}: ${value}`, false)),
      ],
      actions: links.map(({ label, path }) => ({
        type: 'Action.OpenUrl',
        title: label,
        url: `${context.baseUrl}${path}`,
      })),
    }
    const content = { contentType: 'application/vnd.microsoft.card.adaptive', content: card }
    const body = { type: 'message', attachments: [content] }
    const { status } = await postJson(secretUrl(webhook, context), { id, body }, context)
    return String(status)
  },
})

const asItIs = (text: string, isHead: boolean) => ({
  type: 'RichTextBlock',
  inlines: [{ type: 'TextRun', text, ...(isHead ? { weight: 'Bolder', size: 'Medium' } : {}) }],
})
