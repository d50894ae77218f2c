/** Telemetry from machines: every format of the list at its path, with limits, reasons and back-pressure. */
import type { HttpBindings } from '@hono/node-server'
import type { Context, Hono } from 'hono'
import { type Log, messageOf } from '#base'
import type { Ledger } from '#ledger'
import { type Answer, ingestFormats, readBody, type Telemetry } from '#telemetry'
import { guard } from '../access/guard.ts'
import { problemOf } from '../problem.ts'

export interface IngestOptions {
  readonly telemetry: Telemetry
  readonly ledger: Ledger
  readonly log: Log
  /** On loopback nobody else can reach us; elsewhere a sender needs a token. */
  readonly needsToken: boolean
}

export function mountIngest(app: Hono, options: IngestOptions): void {
  const { telemetry, ledger, log, needsToken } = options
  for (const format of ingestFormats)
    app.post(format.path, async (c) => {
      const contentType = c.req.header('content-type') ?? ''
      try {
        if (needsToken) await guard(ledger, c, 'operate')
        const encoding = c.req.header('content-encoding')
        const bytes = await readBody(encoding === format.encoding ? '' : encoding, bodyOf(c))
        const decoded = await telemetry.receive(format, bytes, contentType)
        return responseOf(format.answer(decoded, contentType))
      } catch (error) {
        const problem = problemOf(error, '')
        if (problem.status >= 500)
          log.error('telemetry was not kept', { format: format.name, why: messageOf(error) })
        else telemetry.noteRefusal(problem.code)
        // A sender that is told to wait keeps what it has.
        const retry: Record<string, string> =
          problem.status === 503 || problem.status === 429 ? { 'retry-after': '5' } : {}
        const failure = { status: problem.status, message: problem.detail }
        return responseOf(format.failure(failure, contentType), retry)
      }
    })
}

function responseOf(
  { status, headers, body }: Answer,
  more: Readonly<Record<string, string>> = {},
): Response {
  return new Response(body ?? null, { status, headers: { ...headers, ...more } })
}

/** The Node stream itself, so that a large body is never held twice; a web body in tests. */
function bodyOf(c: Context): AsyncIterable<Uint8Array> {
  const { incoming } = (c.env ?? {}) as Partial<HttpBindings>
  return incoming ?? (c.req.raw.body as unknown as AsyncIterable<Uint8Array>)
}
