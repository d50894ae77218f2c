/** Binds the contract to the server: permission, parsing, handler, envelope, problem, record. */

import type { Context, Hono } from 'hono'
import { getCookie } from 'hono/cookie'
import { z } from 'zod'
import { type Log, messageOf, newId, OpsplaneError } from '#base'
import { callRecorded, type Ledger } from '#ledger'
import { guard, SESSION_COOKIE } from './access/guard.ts'
import { addressOf, type RouteName } from './contract/addresses.ts'
import { type Contract, contract } from './contract/index.ts'
import type { Route } from './contract/route.ts'
import type { Caller, Handlers, Page } from './handlers.ts'
import { problemOf } from './problem.ts'

const NOBODY: Caller['account'] = { name: 'nobody', role: 'viewer' }
const MAX_BODY_BYTES = 8 * 1024 * 1024

export function bindContract(
  app: Hono,
  options: { handlers: Handlers; ledger: Ledger; log: Log },
): void {
  const { handlers, ledger, log } = options
  for (const [name, definition] of Object.entries(contract)) {
    const route = definition as Route
    const { method, path } = addressOf(name as RouteName)
    const handler = handlers[name as keyof Contract] as unknown as Handler
    app.on(method, `/api/v1${path}`, async (c) => {
      const requestId = newId('req')
      c.header('x-request-id', requestId)
      const came = { requestId, context: c, cookie: getCookie(c, SESSION_COOKIE) }
      let caller: Caller = { account: NOBODY, actor: 'nobody', ...came }
      try {
        if (route.permission !== 'public') {
          const account = await guard(ledger, c, route.permission)
          caller = { account, actor: `person:${account.name}`, ...came }
        }
        const request = await parse(route, c)
        const { data, next = null } = await handler(request, caller)
        await record(200)
        return c.json({ data: route.data.parse(data), next })
      } catch (error) {
        const problem = problemOf(error, requestId)
        if (problem.status >= 500)
          log.error('a call failed', {
            route: name,
            requestId,
            why: messageOf(error),
            stack: (error as Error).stack,
          })
        await record(problem.status, problem.code).catch((why) =>
          log.error('a call was not recorded', { why: messageOf(why) }),
        )
        return c.json(problem, problem.status as 400, {
          'content-type': 'application/problem+json',
        })
      }

      async function record(status: number, code: string | null = null): Promise<void> {
        const outcome = status < 400 ? 'done' : status < 500 ? 'refused' : 'failed'
        log.debug('call', { event: route.audit, actor: caller.actor, status, requestId })
        // What changes something, and every refusal of access, is a fact; reads stay in the log.
        if (method === 'GET' && status !== 403) return
        await ledger.transact({ actor: caller.actor, source: 'api' }, (tx) =>
          tx.append(
            callRecorded('api', {
              event: route.audit,
              method,
              path: c.req.path,
              status,
              outcome,
              code,
              requestId,
            }),
          ),
        )
      }
    })
  }
}

type Handler = (request: unknown, caller: Caller) => Promise<Page<unknown>>

async function parse(route: Route, c: Context): Promise<unknown> {
  const params = (route.params ?? z.object({})).parse(c.req.param())
  const query = (route.query ?? z.object({})).parse(c.req.query())
  if (!route.body) return { params, query, body: undefined }
  if (Number(c.req.header('content-length') ?? 0) > MAX_BODY_BYTES) throw bodyTooLarge()
  const text = await c.req.text()
  if (text.length > MAX_BODY_BYTES) throw bodyTooLarge()
  let json: unknown
  try {
    json = text === '' ? {} : JSON.parse(text)
  } catch (cause) {
    throw new OpsplaneError({
      code: 'api.not-json',
      kind: 'bad-input',
      message: `The body is not JSON: ${messageOf(cause)}.`,
      cause,
    })
  }
  return { params, query, body: route.body.parse(json) }
}

function bodyTooLarge(): OpsplaneError {
  return new OpsplaneError({
    code: 'api.body-too-large',
    kind: 'too-large',
    message: 'The body is larger than 8 MiB.',
  })
}
