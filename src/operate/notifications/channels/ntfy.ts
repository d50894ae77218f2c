/** Push to phones by ntfy, its own server or yours: https://docs.ntfy.sh/publish/#publish-as-json. */
import { z } from 'zod'
import { defineChannel } from '../channel.ts'
import type { Purpose } from '../notification.ts'
import { postJson, secretNamed } from './post.ts'

export const ntfy = defineChannel({
  type: 'ntfy',
  summary: 'Push to phones by a topic of ntfy.',
  config: z.object({
    server: z
      .url({ protocol: /^https?$/ })
      .default('https://ntfy.sh')
      .describe('The server'),
    topic: z
      .string()
      .regex(/^[-_A-Za-z0-9]{1,64}$/)
      .optional()
      .describe('Where it is published; a person’s contact may name another'),
    token: z.string().optional().describe('Name of the secret with the access token'),
  }),
  addresses: ({ topic }) => (topic === undefined ? [] : [topic]),
  async send({ id, address, purpose, message }, { server, token }, context) {
    const { title, lines, links } = message
    const body = {
      topic: address,
      title,
      message: lines.join('\n'),
      priority: PRIORITY[purpose],
      tags: [
        purpose === 'recovery' || purpose === 'status-restored'
          ? 'white_check_mark'
          : 'rotating_light',
      ],
      ...(links[0] ? { click: `${context.baseUrl}${links[0].path}` } : {}),
      actions: links.slice(0, 3).map(({ label, path }) => ({
        ...{ action: 'view', label, url: `${context.baseUrl}${path}` },
      })),
    }
    const headers: Record<string, string> =
      token === undefined ? {} : { authorization: `Bearer ${secretNamed(token, context)}` }
    const { text } = await postJson(server, { id, body, headers }, context)
    return /"id":"([^"]+)"/.exec(text)?.[1] ?? 'ok'
  },
})

/** 5 also sounds where the phone is told to be quiet. */
const PRIORITY: Readonly<Record<Purpose, number>> = {
  page: 5,
  update: 3,
  recovery: 3,
  'status-impacted': 3,
  'status-restored': 3,
  test: 3,
}
