/** A channel of Mattermost by an incoming webhook: https://developers.mattermost.com/integrate/webhooks/incoming. */
import { z } from 'zod'
import { defineChannel } from '../channel.ts'
import { markdownOf } from './markdown.ts'
import { postJson, secretUrl } from './post.ts'

export const mattermost = defineChannel({
  type: 'mattermost',
  summary: 'A message in a channel of Mattermost.',
  config: z.object({
    webhook: z
      .string()
      .describe('Name of the secret that holds the address of the incoming webhook'),
  }),
  addresses: ({ webhook }) => [`mattermost:${webhook}`],
  async send({ id, message }, { webhook }, context) {
    const body = { text: markdownOf(message, context.baseUrl) }
    return (await postJson(secretUrl(webhook, context), { id, body }, context)).text || 'ok'
  },
})
