/** One request to one target, with limits on time, size and redirects. The rim of scraping. */
import { defineError } from '#base'
import { readBody } from '../ingest/body.ts'
import type { Target } from './targets.ts'

export const TargetRefused = defineError('telemetry.target-refused', 'unavailable', {
  message: (d: { reason: string }) => `The target could not be asked: ${d.reason}.`,
})

export interface Answer {
  readonly text: string
  readonly contentType: string
}

export type AskTarget = (target: Target) => Promise<Answer>

const ACCEPT =
  'application/openmetrics-text;version=1.0.0;q=0.6,text/plain;version=0.0.4;q=0.5,*/*;q=0.1'
const MOST_REDIRECTS = 5
const REDIRECTS = new Set([301, 302, 303, 307, 308])

export function createAskTarget(options: {
  readonly fetch: typeof fetch
  readonly secrets: (name: string) => string | undefined
  readonly version: string
}): AskTarget {
  return async (target) => {
    const { job } = target
    const signal = AbortSignal.timeout(job.timeoutMs)
    try {
      const response = await follow(target.url, signal, {
        accept: ACCEPT,
        'accept-encoding': 'gzip',
        'user-agent': `Opsplane/${options.version}`,
        'x-prometheus-scrape-timeout-seconds': String(job.timeoutMs / 1_000),
        ...authorization(target, options.secrets),
      })
      if (response.status !== 200) {
        await response.body?.cancel()
        throw new TargetRefused({ reason: `it answered with status ${response.status}` })
      }
      // `fetch` has unpacked it by now, so the limit is on what it unpacks to.
      const limits = { compressedBytes: job.bodySizeBytes, bytes: job.bodySizeBytes }
      const body = response.body as AsyncIterable<Uint8Array> | null
      const bytes = body ? await readBody('', body, limits) : new Uint8Array()
      return { text: textOf(bytes), contentType: response.headers.get('content-type') ?? '' }
    } catch (error) {
      if (signal.aborted)
        throw new TargetRefused({ reason: `it did not answer within ${job.timeoutMs} ms` })
      throw error
    }
  }

  async function follow(
    start: string,
    signal: AbortSignal,
    headers: Record<string, string>,
  ): Promise<Response> {
    let url = new URL(start)
    let sent = headers
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      const response = await request(url, signal, sent)
      const location = response.headers.get('location')
      if (!REDIRECTS.has(response.status) || location === null) return response
      await response.body?.cancel()
      const next = new URL(location, url)
      if (next.protocol !== 'http:' && next.protocol !== 'https:')
        throw new TargetRefused({ reason: `it redirects to ${next.protocol}` })
      // A password is for the one who was meant to get it.
      if (next.origin !== url.origin) {
        const { authorization: _, ...rest } = sent
        sent = rest
      }
      url = next
    }
    throw new TargetRefused({ reason: `it redirects more than ${MOST_REDIRECTS} times` })
  }

  async function request(
    url: URL,
    signal: AbortSignal,
    headers: Record<string, string>,
  ): Promise<Response> {
    try {
      return await options.fetch(url, { signal, headers, redirect: 'manual' })
    } catch (error) {
      const { cause } = error as { cause?: { code?: string; message?: string } }
      const reason = cause?.code ?? cause?.message ?? (error as Error).message
      throw new TargetRefused({ reason }, { cause: error })
    }
  }
}

function authorization(
  { job }: Target,
  secrets: (name: string) => string | undefined,
): Record<string, string> {
  const read = (name: string) => {
    const value = secrets(name)
    if (value === undefined) throw new TargetRefused({ reason: `there is no secret named ${name}` })
    return value
  }
  if (job.bearerSecret) return { authorization: `Bearer ${read(job.bearerSecret)}` }
  if (!job.basicAuth) return {}
  const { username, passwordSecret } = job.basicAuth
  const pair = Buffer.from(`${username}:${read(passwordSecret)}`).toString('base64')
  return { authorization: `Basic ${pair}` }
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new TargetRefused({ reason: 'its answer is not UTF-8' })
  }
}
