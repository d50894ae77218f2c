/**
 * One request to one target, with limits on time, size and redirects. The rim of scraping. By Node's own client
 * and not by `fetch`, which like a browser refuses ports that exporters are free to use.
 */
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
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
/** Connections that are kept for the next time, so that a scrape costs no handshake. */
const http = new HttpAgent({ keepAlive: true })
const https = new HttpsAgent({ keepAlive: true })

export function createAskTarget(options: {
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
      if (response.statusCode !== 200) {
        response.destroy()
        throw new TargetRefused({ reason: `it answered with status ${response.statusCode}` })
      }
      const limits = { compressedBytes: job.bodySizeBytes, bytes: job.bodySizeBytes }
      const bytes = await readBody(response.headers['content-encoding'], response, limits)
      return { text: textOf(bytes), contentType: response.headers['content-type'] ?? '' }
    } catch (error) {
      if (signal.aborted)
        throw new TargetRefused({ reason: `it did not answer within ${job.timeoutMs} ms` })
      const { code } = error as NodeJS.ErrnoException
      // Errors of the network have a code in capitals, ours do not.
      if (code && /^[A-Z_]+$/.test(code))
        throw new TargetRefused({ reason: code }, { cause: error })
      throw error
    }
  }
}

async function follow(
  start: string,
  signal: AbortSignal,
  headers: Readonly<Record<string, string>>,
): Promise<IncomingMessage> {
  let url = new URL(start)
  let sent = headers
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const response = await get(url, signal, sent)
    const { location } = response.headers
    if (!REDIRECTS.has(response.statusCode!) || location === undefined) return response
    response.destroy()
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

async function get(
  url: URL,
  signal: AbortSignal,
  headers: Readonly<Record<string, string>>,
  isAgain = false,
): Promise<IncomingMessage> {
  const [request, agent] =
    url.protocol === 'https:' ? ([httpsRequest, https] as const) : ([httpRequest, http] as const)
  const asked = request(url, { agent, signal, headers })
  try {
    return await new Promise((done, fail) => {
      asked.once('response', done).on('error', fail).end()
    })
  } catch (error) {
    // The target may have closed a kept connection just when we took it: that says nothing about the target.
    const isStale = asked.reusedSocket && (error as NodeJS.ErrnoException).code === 'ECONNRESET'
    if (!isStale || isAgain) throw error
    return get(url, signal, headers, true)
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
