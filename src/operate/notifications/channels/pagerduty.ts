/**
 * Events to PagerDuty, version 2: https://developer.pagerduty.com/docs/events-api-v2-overview. An incident is one
 * alert there: the page triggers it, the recovery resolves it, by the same deduplication key.
 */
import { z } from 'zod'
import { defineChannel } from '../channel.ts'
import { postJson, secretNamed } from './post.ts'

export const pagerduty = defineChannel({
  type: 'pagerduty',
  summary: 'An alert in PagerDuty, resolved when it is over.',
  config: z.object({
    routingKey: z.string().describe('Name of the secret with the integration key of the service'),
    server: z
      .url({ protocol: /^https?$/ })
      .default('https://events.pagerduty.com')
      .describe('Of the region'),
  }),
  addresses: ({ routingKey }) => [`pagerduty:${routingKey}`],
  async send(
    { id, workload, topic, purpose, message, queuedAtMs },
    { routingKey, server },
    context,
  ) {
    const isOver = purpose === 'recovery' || purpose === 'status-restored'
    const body = {
      routing_key: secretNamed(routingKey, context),
      event_action: isOver ? 'resolve' : 'trigger',
      dedup_key: topic.slice(0, 255),
      client: 'Opsplane',
      links: message.links.map(({ label, path }) => ({
        text: label,
        href: `${context.baseUrl}${path}`,
      })),
      payload: {
        summary: message.title.slice(0, 1_024),
        source: workload,
        severity: purpose === 'test' ? 'info' : 'critical',
        timestamp: new Date(queuedAtMs).toISOString(),
        custom_details: Object.fromEntries([
          ...message.fields.map(({ label, value }) => [label, value]),
          ['text', message.lines.join('\n')],
        ]),
      },
    }
    await postJson(`${server}/v2/enqueue`, { id, body }, context)
    return `${body.event_action} taken`
  },
})
