/** A small instrumented HTTP server: routes in a table, one histogram, one span for each request. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { beforeEnd, isEnding, tellReady } from './life.ts'
import type { Settings } from './settings.ts'
import { durationBuckets, meter, say, tracer, why } from './telemetry.ts'

export interface Reply {
  readonly status?: number
  /** Text is HTML unless the headers say otherwise; an object is JSON. */
  readonly body: string | object
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
}

export interface Asked {
  readonly method: string
  readonly url: URL
  readonly params: Readonly<Record<string, string>>
  readonly body: string
  readonly headers: IncomingMessage['headers']
}

/** `GET /products/:id` and what answers it. */
export type Routes = Readonly<Record<string, (asked: Asked) => Promise<Reply> | Reply>>

/** The asker's mistake, with the status that says which. */
export class Refused extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

const LARGEST_BYTES = 100_000
// Longer than any caller keeps a quiet connection, so that no request meets one that is being closed.
const KEEP_ALIVE_MS = 65_000

/** Serves the routes on the port of the process and says that it is ready. */
export function serve(settings: Settings, routes: Routes): void {
  const duration = meter().createHistogram('http.server.request.duration', durationBuckets)
  const find = finder(routes)
  const server = createServer(async (request, response) => {
    const startedAt = performance.now()
    const method = request.method ?? 'GET'
    const url = new URL(request.url ?? '/', 'http://shop')
    const found = find(method, url.pathname)
    const route = found?.route ?? 'unknown'
    const parent = propagation.extract(context.active(), request.headers)
    const span = tracer().startSpan(
      `${method} ${route}`,
      {
        kind: SpanKind.SERVER,
        attributes: { 'http.route': route, 'http.request.method': method },
      },
      parent,
    )
    const reply = await context.with(trace.setSpan(parent, span), async (): Promise<Reply> => {
      try {
        if (!found) return { status: 404, body: { error: 'there is nothing at this address' } }
        const body = await bodyOf(request)
        return await found.answer({
          method,
          url,
          params: found.params,
          body,
          headers: request.headers,
        })
      } catch (error) {
        if (error instanceof Refused)
          return { status: error.status, body: { error: error.message } }
        say('a request failed', { route, why: why(error) }, 'error')
        return { status: 500, body: { error: 'this went wrong inside' } }
      }
    })
    const status = reply.status ?? 200
    span.setAttribute('http.response.status_code', status)
    if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
    span.end()
    duration.record((performance.now() - startedAt) / 1_000, {
      'http.route': route,
      'http.request.method': method,
      'http.response.status_code': status,
    })
    write(response, reply, status)
  })
  server.keepAliveTimeout = KEEP_ALIVE_MS
  server.on('error', (error) => {
    say('the port could not be opened', { port: settings.port, why: error.message }, 'error')
    process.exit(1)
  })
  // What was begun is finished; what is idle is closed, also when it becomes idle later.
  beforeEnd(
    () =>
      new Promise((done) => {
        server.close(done)
        setInterval(() => server.closeIdleConnections(), 20)
      }),
  )
  server.listen(settings.port, '127.0.0.1', () => tellReady())
}

/** The JSON of a request. Refuses what is none. */
export function jsonOf<T>({ body }: Asked): T {
  try {
    return JSON.parse(body) as T
  } catch {
    throw new Refused(400, 'the body is not JSON')
  }
}

function finder(routes: Routes) {
  const table = Object.entries(routes).map(([key, answer]) => {
    const [method, route] = key.split(' ') as [string, string]
    const pattern = new RegExp(`^${route.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`)
    return { method, route, pattern, answer }
  })
  return (method: string, path: string) => {
    for (const entry of table) {
      const match = entry.method === method ? entry.pattern.exec(path) : null
      if (match) return { ...entry, params: match.groups ?? {} }
    }
    return undefined
  }
}

function write(response: ServerResponse, { body, headers }: Reply, status: number): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  response.writeHead(status, {
    'content-type': typeof body === 'string' ? 'text/html; charset=utf-8' : 'application/json',
    ...(headers as Record<string, string | string[]>),
    ...(isEnding() ? { connection: 'close' } : {}),
  })
  response.end(text)
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request) {
    size += (part as Buffer).length
    if (size > LARGEST_BYTES) throw new Refused(413, 'the request is too large')
    parts.push(part as Buffer)
  }
  return Buffer.concat(parts).toString('utf8')
}
