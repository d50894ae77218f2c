/**
 * JSON to any HTTP endpoint, signed so that the receiver knows who speaks and recognises a duplicate.
 * Signature: Standard Webhooks, https://github.com/standard-webhooks/standard-webhooks (symmetric, v1).
 */
import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { defineChannel } from '../channel.ts'
import { DeliveryRefused } from '../errors.ts'
import { post } from './post.ts'

export const webhook = defineChannel({
  type: 'webhook',
  summary: 'Signed JSON to any HTTP endpoint.',
  config: z.object({
    url: z.url({ protocol: /^https?$/ }).describe('Where messages are posted'),
    secret: z
      .string()
      .optional()
      .describe('Name of the secret that signs them; unsigned without it'),
  }),
  addresses: ({ url }) => [url],
  async send(delivery, { secret }, { fetch, secrets, nowMs, baseUrl }) {
    const { id, workload, incident, purpose, address, message, queuedAtMs } = delivery
    const body = JSON.stringify({
      type: TYPES[purpose],
      timestamp: new Date(queuedAtMs).toISOString(),
      data: {
        ...message.data,
        workload,
        incident,
        title: message.title,
        text: message.lines.join('\n'),
        links: message.links.map(({ label, path }) => ({ label, url: `${baseUrl}${path}` })),
      },
    })
    const timestamp = Math.floor(nowMs() / 1_000)
    const headers: Record<string, string> = {
      'content-type': 'application/json',
      'user-agent': 'opsplane',
      'idempotency-key': id,
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
    }
    if (secret !== undefined) {
      const key = secrets(secret)
      if (key === undefined)
        throw new DeliveryRefused({ why: `there is no secret named ${secret}`, permanent: false })
      headers['webhook-signature'] = sign(key, id, timestamp, body)
    }

    const { status } = await post(address, { headers, body }, { fetch, nowMs })
    return String(status)
  },
})

const TYPES = {
  page: 'incident.page',
  recovery: 'incident.recovered',
  update: 'incident.updated',
  'status-impacted': 'status.impacted',
  'status-restored': 'status.restored',
  test: 'notification.test',
} as const

/** `v1,<base64>` over `id.timestamp.body`. A secret that begins with whsec_ is base64, any other is used as it is. */
export function sign(secret: string, id: string, timestamp: number, body: string): string {
  const key = secret.startsWith('whsec_')
    ? Buffer.from(secret.slice('whsec_'.length), 'base64')
    : Buffer.from(secret)
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
}
