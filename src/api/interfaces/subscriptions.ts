/**
 * Following a status page and leaving it, without an account and without script. Whoever asks gets the same answer
 * whether the address is known or not; a link is opened by a look and used by a button, since mail servers look too.
 */
import type { HttpBindings } from '@hono/node-server'
import type { Context, Hono } from 'hono'
import { defineError, type Log, messageOf } from '#base'
import type { Ledger } from '#ledger'
import {
  askToSubscribe,
  confirmByCode,
  confirmByLink,
  findStatusPage,
  readConfirmLink,
  readUnsubscribeLink,
  renderSmallPage,
  type SmallPage,
  type SubscriberKind,
  unsubscribeByLink,
} from '#operate'
import { readBody } from '#telemetry'
import { guard } from '../access/guard.ts'
import { problemOf } from '../problem.ts'
import { RateLimit } from './rate-limit.ts'
import { senderOf } from './sender.ts'

const AskedTooOften = defineError('subscribers.too-often', 'too-many', {
  message: () => 'This was asked too often within a minute.',
  hint: 'Wait for a minute.',
})

const PER_MINUTE = { sender: 30, page: 600 }
const LIMITS = { compressedBytes: 16_384, bytes: 16_384 }
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

type Words = Omit<SmallPage, 'page' | 'title'>

export function mountSubscriptions(app: Hono, options: { ledger: Ledger; log: Log }): void {
  const { ledger, log } = options
  const { sql } = ledger.database
  const limit = new RateLimit()

  app.post('/status/:page/subscribe', (c) =>
    answered(c, async (page) => {
      await mayRead(c, page)
      refuseFlood(c, page)
      const fields = await fieldsOf(c)
      const kind = (fields.get('kind') ?? 'email') as SubscriberKind
      const address = fields.get('address') ?? ''
      const components = fields.getAll('component')
      await askToSubscribe(ledger, { page, kind, address, components })
      return kind === 'sms' ? codeForm(page, address) : ASKED[kind]
    }),
  )

  app.get('/status/:page/code', (c) => answered(c, async (page) => codeForm(page, '')))
  app.post('/status/:page/code', (c) =>
    answered(c, async (page) => {
      refuseFlood(c, page)
      const fields = await fieldsOf(c)
      const [address, code] = [fields.get('address') ?? '', fields.get('code') ?? '']
      await confirmByCode(ledger, { page, address, code })
      return CONFIRMED
    }),
  )

  app.get('/status/:page/confirm/:token', (c) =>
    answered(c, async (page) => {
      const token = c.req.param('token')
      const { address } = await readConfirmLink(ledger, token)
      return {
        heading: 'Do you want to follow this page?',
        lines: [`Messages go to ${address}.`],
        form: { action: `/status/${page}/confirm/${token}`, button: 'Yes, tell me of changes' },
      }
    }),
  )
  app.post('/status/:page/confirm/:token', (c) =>
    answered(c, async () => {
      await confirmByLink(ledger, c.req.param('token'))
      return CONFIRMED
    }),
  )

  app.get('/status/:page/unsubscribe/:token', (c) =>
    answered(c, async (page) => {
      const token = c.req.param('token')
      const subscriber = await readUnsubscribeLink(ledger, token)
      if (!subscriber || subscriber.unsubscribedAt !== null) return LEFT
      return {
        heading: 'Do you want to leave?',
        lines: [`Nothing more is sent to ${subscriber.address}, and the address is erased.`],
        form: { action: `/status/${page}/unsubscribe/${token}`, button: 'Unsubscribe' },
      }
    }),
  )
  app.post('/status/:page/unsubscribe/:token', (c) =>
    answered(c, async () => {
      await unsubscribeByLink(ledger, c.req.param('token'))
      return LEFT
    }),
  )

  /** A page for people, or JSON for programs that ask for it. */
  async function answered(c: Context, answer: (page: string) => Promise<Words>): Promise<Response> {
    c.header('cache-control', 'no-store')
    const page = c.req.param('page') ?? ''
    const isProgram = /\bjson\b/.test(c.req.header('accept') ?? '')
    try {
      const words = await answer(page)
      if (isProgram) return c.json({ data: { said: words.heading }, next: null })
      return await small(c, page, words, 200)
    } catch (error) {
      const problem = problemOf(error, '')
      if (problem.status >= 500) log.error('a subscription failed', { why: messageOf(error) })
      if (isProgram || problem.status === 401)
        return c.json(problem, problem.status as 400, {
          'content-type': 'application/problem+json',
        })
      const words = { heading: problem.detail, lines: problem.hint ? [problem.hint] : [] }
      return small(c, page, words, problem.status as 400)
    }
  }

  async function small(c: Context, page: string, words: Words, status: 200 | 400) {
    c.header('content-security-policy', POLICY)
    const title = (await findStatusPage(sql, page))?.spec.title ?? page
    return c.html(renderSmallPage({ page, title, ...words }), status)
  }

  /** Only who may read a page may follow it. */
  async function mayRead(c: Context, page: string): Promise<void> {
    const found = await findStatusPage(sql, page)
    if (!found?.spec.public) await guard(ledger, c, 'read')
  }

  function refuseFlood(c: Context, page: string): void {
    const now = Date.now()
    const isMuch =
      !limit.allows(`sender ${senderOf(c)}`, PER_MINUTE.sender, now) ||
      !limit.allows(`page ${page}`, PER_MINUTE.page, now)
    if (isMuch) throw new AskedTooOften({})
  }
}

const ASKED: Readonly<Record<Exclude<SubscriberKind, 'sms'>, Words>> = {
  email: {
    heading: 'Look into your mailbox',
    lines: [
      'If this address can follow the page, it gets a mail with a link to confirm within a minute.',
    ],
  },
  webhook: {
    heading: 'Look at what your webhook has received',
    lines: [
      'If this address can follow the page, it gets a message with a link to confirm within a minute.',
    ],
  },
}
const CONFIRMED: Words = {
  heading: 'You are told of changes from now on',
  lines: ['Each message has a link with which you leave.'],
}
const LEFT: Words = {
  heading: 'You have left',
  lines: ['Nothing more is sent to you, and your address is erased.'],
}

function codeForm(page: string, address: string): Words {
  return {
    heading: 'Enter the code that we have sent',
    lines: ['If this number can follow the page, it gets a code within a minute.'],
    form: {
      action: `/status/${page}/code`,
      button: 'Confirm',
      fields: [
        { name: 'address', label: 'Number', value: address, complete: 'tel' },
        { name: 'code', label: 'Code', complete: 'one-time-code' },
      ],
    },
  }
}

/** What a form sends, or the same as JSON: `{"kind": "webhook", "address": "…", "component": ["…"]}`. */
async function fieldsOf(c: Context): Promise<URLSearchParams> {
  const { incoming } = (c.env ?? {}) as Partial<HttpBindings>
  const body = incoming ?? (c.req.raw.body as unknown as AsyncIterable<Uint8Array> | null)
  const bytes = await readBody(c.req.header('content-encoding'), body ?? new Uint8Array(), LIMITS)
  const text = Buffer.from(bytes).toString('utf8')
  if (!/\bjson\b/.test(c.req.header('content-type') ?? '')) return new URLSearchParams(text)
  const fields = new URLSearchParams()
  for (const [name, value] of Object.entries(objectIn(text)))
    for (const one of [value].flat()) fields.append(name, String(one))
  return fields
}

function objectIn(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
