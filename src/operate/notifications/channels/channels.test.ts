import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Delivery } from '../channel.ts'
import { htmlOf, textOf } from './email-text.ts'
import { channelOf, channels } from './index.ts'
import { retryAfterMs } from './post.ts'
import { sign, webhook } from './webhook.ts'

const message = {
  title: 'Payments <fail> & more',
  lines: ['Payments <fail>.', 'It hurts "orders".'],
  fields: [{ label: 'Since', value: '14:02 UTC' }],
  links: [{ label: 'Acknowledge', path: '/w/shop/incidents/INC-1?do=acknowledge&x="' }],
  data: {},
}
const delivery: Delivery = {
  id: 'ntf_1',
  workload: 'shop',
  incident: 'inc_1',
  purpose: 'page',
  topic: 'incident:inc_1',
  address: 'https://hook.example',
  message,
  queuedAtMs: 0,
}

test('every channel says what it is', () => {
  for (const channel of channels) {
    expect(channel.summary).toMatch(/\.$/)
    expect(channelOf(channel.type)).toBe(channel)
  }
})

describe('mail', () => {
  test('the text says it all in the first line and ends with where to go', () => {
    expect(textOf(message, 'https://ops.example').split('\n')).toEqual([
      'Payments <fail>.',
      'It hurts "orders".',
      '',
      'Since: 14:02 UTC',
      '',
      'Acknowledge:',
      '  https://ops.example/w/shop/incidents/INC-1?do=acknowledge&x="',
      '',
    ])
  })
  test('what people wrote stays text in HTML', () => {
    const html = htmlOf(message, 'https://ops.example')
    expect(html).toContain('Payments &lt;fail&gt;.')
    expect(html).not.toContain('<fail>')
    expect(html).toContain('do=acknowledge&amp;x=&quot;"')
  })
})

describe('webhook', () => {
  const answerWith = async (
    response: Response | Error,
    secrets = () => 'key' as string | undefined,
  ) =>
    webhook
      .send(
        delivery,
        { url: 'https://hook.example', secret: 'hook' },
        {
          baseUrl: 'https://ops.example',
          mailer: { send: async () => '', close() {} },
          fetch: async () => {
            if (response instanceof Error) throw response
            return response
          },
          secrets,
          nowMs: () => 0,
        },
      )
      .catch((error) => error)

  test('the signature is that of Standard Webhooks', () => {
    const key = Buffer.from('secret')
    const expected = createHmac('sha256', key).update('msg_1.1614265330.{}').digest('base64')
    expect(sign(`whsec_${key.toString('base64')}`, 'msg_1', 1614265330, '{}')).toBe(
      `v1,${expected}`,
    )
    expect(sign('secret', 'msg_1', 1614265330, '{}')).toBe(`v1,${expected}`)
  })

  test.each([
    [200, undefined],
    [204, undefined],
    [301, true],
    [400, true],
    [404, true],
    [408, false],
    [409, false],
    [425, false],
    [429, false],
    [500, false],
    [503, false],
  ])('the answer %i is final: %s', async (status, permanent) => {
    const result = await answerWith(new Response(null, { status }))
    if (permanent === undefined) expect(result).toBe(String(status))
    else expect(result).toMatchObject({ code: 'notification.refused', details: { permanent } })
  })

  test('a connection that never was is certain, one that broke is not', async () => {
    const never = new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } })
    expect(await answerWith(never)).toMatchObject({ code: 'notification.refused' })
    const broke = new TypeError('fetch failed', { cause: { code: 'UND_ERR_SOCKET' } })
    expect(await answerWith(broke)).toBe(broke)
  })

  test('a secret that is missing is said by name, and waited for', async () => {
    const result = await answerWith(new Response(), () => undefined)
    expect(result).toMatchObject({
      message: 'there is no secret named hook',
      details: { permanent: false },
    })
  })

  test.each([
    [null, undefined],
    ['120', 120_000],
    ['Thu, 01 Jan 1970 00:00:30 GMT', 30_000],
    ['soon', undefined],
  ])('Retry-After %s is %s ms', (header, expected) => {
    expect(retryAfterMs(header, 0)).toBe(expected)
  })
})
