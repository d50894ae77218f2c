/** A small instrumented HTTP server and client: one histogram, one span for each call, trace context passed on. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import type { Settings } from './settings.ts'
import { durationBuckets, meter, say, tracer } from './telemetry.ts'

export interface Reply {
  readonly status?: number
  readonly type?: string
  readonly body: string | object
  readonly headers?: Readonly<Record<string, string>>
}

export interface Asked {
  readonly url: URL
  readonly params: Readonly<Record<string, string>>
  readonly body: string
  readonly request: IncomingMessage
}

/** `GET /products/:id` and what answers it. */
export type Routes = Readonly<Record<string, (asked: Asked) => Promise<Reply> | Reply>>

export function serve(settings: Settings, routes: Routes): void {
  const duration = meter().createHistogram('http.server.request.duration', durationBuckets)
  const table = Object.entries(routes).map(([route, answer]) => {
    const [method, path] = route.split(' ') as [string, string]
    const pattern = new RegExp(`^${path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`)
    return { method, path, pattern, answer }
  })
  const server = createServer(async (request, response) => {
    const startedAt = performance.now()
    const url = new URL(request.url ?? '/', 'http://shop')
    const found = table.find(
      ({ method, pattern }) => method === request.method && pattern.test(url.pathname),
    )
    const path = found?.path ?? 'unknown'
    const parent = propagation.extract(context.active(), request.headers)
    const span = tracer().startSpan(
      `${request.method} ${path}`,
      { kind: SpanKind.SERVER, attributes: { 'http.route': path } },
      parent,
    )
    let status = 500
    try {
      const reply: Reply = found
        ? await context.with(trace.setSpan(parent, span), async () =>
            found.answer({
              url,
              params: found.pattern.exec(url.pathname)!.groups ?? {},
              body: await bodyOf(request),
              request,
            }),
          )
        : { status: 404, body: 'There is no such page.' }
      status = reply.status ?? 200
      write(response, reply, status)
    } catch (error) {
      say('a request failed', { path, why: (error as Error).message }, 'error')
      write(response, { body: { error: (error as Error).message } }, 500)
    }
    span.setAttribute('http.response.status_code', status)
    if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
    span.end()
    duration.record((performance.now() - startedAt) / 1_000, {
      'http.route': path,
      'http.request.method': request.method ?? '',
      'http.response.status_code': status,
    })
  })
  server.listen(settings.port, '127.0.0.1', () => process.send?.({ ready: true }))
}

function write(response: ServerResponse, reply: Reply, status: number): void {
  const json = typeof reply.body === 'object'
  response.writeHead(status, {
    'content-type': reply.type ?? (json ? 'application/json' : 'text/html; charset=utf-8'),
    ...reply.headers,
  })
  response.end(json ? JSON.stringify(reply.body) : reply.body)
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request) {
    size += (part as Buffer).length
    if (size > 100_000) throw new Error('the request is too large')
    parts.push(part as Buffer)
  }
  return Buffer.concat(parts).toString('utf8')
}

export interface CallOptions {
  readonly method?: string
  readonly body?: object
  readonly timeoutMs?: number
}

/** Calls another service. Throws when it does not answer in time. */
export async function call(
  name: string,
  url: string,
  options: CallOptions = {},
): Promise<Response> {
  const { method = 'GET', body, timeoutMs = 3_000 } = options
  return tracer().startActiveSpan(
    `${method} ${name}`,
    { kind: SpanKind.CLIENT, attributes: { 'peer.service': name } },
    async (span) => {
      const headers: Record<string, string> = body ? { 'content-type': 'application/json' } : {}
      propagation.inject(context.active(), headers)
      try {
        const response = await fetch(url, {
          method,
          headers,
          ...(body ? { body: JSON.stringify(body) } : {}),
          signal: AbortSignal.timeout(timeoutMs),
        })
        span.setAttribute('http.response.status_code', response.status)
        if (response.status >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
        return response
      } catch (error) {
        span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error).message })
        throw error
      } finally {
        span.end()
      }
    },
  )
}
