/**
 * Acknowledging by the link of a page, on a phone, without signing in and without script. A look at the link does
 * nothing, since mail servers look too; its button does it once.
 */
import type { Context, Hono } from 'hono'
import { defineError, type Log, messageOf } from '#base'
import type { Ledger } from '#ledger'
import {
  type AnswerLink,
  acknowledgeByLink,
  nameOf,
  readAnswerLink,
  renderSmallPage,
  type SmallPage,
} from '#operate'
import { problemOf } from '../problem.ts'
import { RateLimit } from './rate-limit.ts'
import { senderOf } from './sender.ts'

const AskedTooOften = defineError('acknowledge.too-often', 'too-many', {
  message: () => 'This was asked too often within a minute.',
  hint: 'Wait for a minute, or sign in.',
})

const PER_MINUTE = 60
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

export function mountAcknowledge(app: Hono, options: { ledger: Ledger; log: Log }): void {
  const { ledger, log } = options
  const limit = new RateLimit()

  app.get('/acknowledge/:token', (c) =>
    answered(c, async (token) => wordsOf(await readAnswerLink(ledger, token), token)),
  )
  app.post('/acknowledge/:token', (c) =>
    answered(c, async (token) => {
      const incident = await acknowledgeByLink(ledger, token)
      const until = incident.acknowledgedUntil?.slice(11, 16)
      return {
        heading: `${nameOf(incident)} is yours`,
        lines: [
          until === undefined
            ? 'The others who were called have to answer as well.'
            : `Nobody else is called until ${until} UTC, and for longer while you work on it.`,
        ],
      }
    }),
  )

  async function answered(
    c: Context,
    answer: (token: string) => Promise<Omit<SmallPage, 'title'>>,
  ): Promise<Response> {
    c.header('cache-control', 'no-store')
    c.header('referrer-policy', 'no-referrer')
    c.header('content-security-policy', POLICY)
    try {
      if (!limit.allows(senderOf(c), PER_MINUTE, Date.now())) throw new AskedTooOften({})
      return c.html(
        renderSmallPage({ title: 'Opsplane', ...(await answer(c.req.param('token') ?? '')) }),
      )
    } catch (error) {
      const { status, detail, hint } = problemOf(error, '')
      if (status >= 500) log.error('an answer by link failed', { why: messageOf(error) })
      const lines = hint ? [hint] : []
      return c.html(renderSmallPage({ title: 'Opsplane', heading: detail, lines }), status as 400)
    }
  }
}

function wordsOf(
  { incident, person, isOpen }: AnswerLink,
  token: string,
): Omit<SmallPage, 'title'> {
  const name = nameOf(incident)
  const who = person.slice(person.indexOf(':') + 1)
  if (!isOpen) {
    const isOver = incident.state !== 'open'
    return {
      heading: isOver ? `${name} is over` : 'This link was used already',
      lines: [incident.title],
    }
  }
  return {
    heading: `${incident.priority} ${name}: ${incident.title}`,
    lines: [`You acknowledge as ${who}. Nobody else is called while you are on it.`],
    form: { action: `/acknowledge/${token}`, button: 'I am on it' },
  }
}
