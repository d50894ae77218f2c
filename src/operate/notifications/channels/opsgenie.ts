/** Alerts in Opsgenie: https://docs.opsgenie.com/docs/alert-api. An incident is one alert, closed by its alias. */
import { z } from 'zod'
import { defineChannel } from '../channel.ts'
import { postJson, secretNamed } from './post.ts'

export const opsgenie = defineChannel({
  type: 'opsgenie',
  summary: 'An alert in Opsgenie, closed when it is over.',
  config: z.object({
    apiKey: z.string().describe('Name of the secret with the key of the integration'),
    server: z
      .url({ protocol: /^https?$/ })
      .default('https://api.opsgenie.com')
      .describe('Of the region'),
  }),
  addresses: ({ apiKey }) => [`opsgenie:${apiKey}`],
  async send({ id, topic, purpose, message, workload }, { apiKey, server }, context) {
    const alias = topic.slice(0, 512)
    const headers = { authorization: `GenieKey ${secretNamed(apiKey, context)}` }
    const text = message.lines.join('\n')
    if (purpose === 'recovery' || purpose === 'status-restored') {
      const url = `${server}/v2/alerts/${encodeURIComponent(alias)}/close?identifierType=alias`
      await postJson(url, { id, headers, body: { source: 'Opsplane', note: text } }, context)
      return 'close taken'
    }
    const body = {
      message: message.title.slice(0, 130),
      alias,
      source: 'Opsplane',
      entity: workload,
      description: text.slice(0, 15_000),
      details: Object.fromEntries(message.fields.map(({ label, value }) => [label, value])),
    }
    await postJson(`${server}/v2/alerts`, { id, headers, body }, context)
    return 'create taken'
  },
})
