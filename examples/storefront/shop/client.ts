/** Calls between services: measured, traced, with a limit on how long they may take. */
import { context, propagation, SpanKind, SpanStatusCode } from '@opentelemetry/api'
import { durationBuckets, meter, tracer, why } from './telemetry.ts'

export interface CallOptions {
  readonly method?: string
  /** An object is sent as JSON. */
  readonly body?: object | string
  readonly headers?: Readonly<Record<string, string>>
  readonly timeoutMs?: number
  /** How long a refused connection is tried again: a restart is not an outage. Refused means that nothing was sent. */
  readonly patienceMs?: number
  /** May be sent twice without harm, so a connection that breaks is tried once more. */
  readonly repeatable?: boolean
}

export interface Answer {
  readonly status: number
  readonly ok: boolean
  readonly headers: Headers
  readonly text: string
}

const AGAIN_AFTER_MS = 100

/** Asks another service. Throws when it does not answer, or not in time. */
export async function call(
  service: string,
  url: string,
  options: CallOptions = {},
): Promise<Answer> {
  const {
    method = 'GET',
    timeoutMs = 3_000,
    patienceMs = 0,
    repeatable = method === 'GET',
  } = options
  const duration = meter().createHistogram('http.client.request.duration', durationBuckets)
  const startedAt = performance.now()
  const elapsedMs = () => performance.now() - startedAt
  const kind = { kind: SpanKind.CLIENT, attributes: { 'peer.service': service } }
  return tracer().startActiveSpan(`${method} ${service}`, kind, async (span) => {
    const labels: Record<string, string | number> = { 'peer.service': service }
    let broken = 0
    try {
      for (;;) {
        try {
          const answer = await send(method, url, options, timeoutMs)
          labels['http.response.status_code'] = answer.status
          span.setAttribute('http.response.status_code', answer.status)
          if (answer.status >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
          return answer
        } catch (error) {
          const code = codeOf(error)
          const refused = code === 'ECONNREFUSED' && elapsedMs() < patienceMs
          const again = refused || (repeatable && BROKEN.has(code) && broken++ === 0)
          if (!again) throw error
          if (refused) await new Promise((done) => setTimeout(done, AGAIN_AFTER_MS))
        }
      }
    } catch (error) {
      labels['error.type'] = codeOf(error)
      span.setStatus({ code: SpanStatusCode.ERROR, message: why(error) })
      throw error
    } finally {
      duration.record(elapsedMs() / 1_000, labels)
      span.end()
    }
  })
}

const BROKEN = new Set(['ECONNRESET', 'UND_ERR_SOCKET', 'EPIPE'])

async function send(
  method: string,
  url: string,
  { body, headers = {} }: CallOptions,
  timeoutMs: number,
): Promise<Answer> {
  const sent: Record<string, string> = { ...headers }
  if (typeof body === 'object') sent['content-type'] = 'application/json'
  propagation.inject(context.active(), sent)
  const response = await fetch(url, {
    method,
    headers: sent,
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
    ...(body === undefined ? {} : { body: typeof body === 'object' ? JSON.stringify(body) : body }),
  })
  // Read to the end, so that the connection is free for the next call.
  const text = await response.text()
  return { status: response.status, ok: response.ok, headers: response.headers, text }
}

function codeOf(error: unknown): string {
  const { name, cause } = error as { name: string; cause?: { code?: string } }
  return cause?.code ?? name
}
