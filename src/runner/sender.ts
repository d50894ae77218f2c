/** Sends requests to the server and says what became of each; when to try again is the server's word. */
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

export type SignalPath = '/v1/metrics' | '/v1/logs'

export type Outcome =
  | { readonly kind: 'kept' }
  /** It will never be taken: to send it again is of no use. */
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'later'; readonly waitMs: number; readonly why: string }

export interface Sender {
  send(path: SignalPath, body: string): Promise<Outcome>
}

const DEADLINE_MS = 30_000
const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 60_000
const MOST_ASKED_MS = 10 * 60_000
const zip = promisify(gzip)

export function createSender(options: {
  readonly url: string
  readonly token?: string | undefined
  readonly fetch: typeof fetch
  /** A share between 0 and 1, so that a thousand runners do not come back in the same second. */
  readonly random: () => number
}): Sender {
  const { url, token, random } = options
  let failures = 0

  function later(why: string, askedMs = 0): Outcome {
    const backoffMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures, 10))
    failures++
    const waitMs = Math.max(askedMs, backoffMs / 2 + random() * (backoffMs / 2))
    return { kind: 'later', waitMs, why }
  }

  return {
    async send(path, body) {
      const packed = await zip(body)
      let response: Response
      try {
        response = await options.fetch(`${url}${path}`, {
          method: 'POST',
          signal: AbortSignal.timeout(DEADLINE_MS),
          headers: {
            'content-type': 'application/json',
            'content-encoding': 'gzip',
            ...(token ? { authorization: `Bearer ${token}` } : {}),
          },
          body: packed,
        })
        await response.arrayBuffer()
      } catch (error) {
        const { cause, message } = error as Error & { cause?: { code?: string } }
        return later(cause?.code ?? message)
      }
      if (response.ok) {
        failures = 0
        return { kind: 'kept' }
      }
      const why = `the server answered with status ${response.status}`
      // A token can be mended and a server can have room again; what cannot be read never can.
      const forGood = response.status === 400 || response.status === 413 || response.status === 415
      if (forGood) return { kind: 'refused', why }
      return later(why, retryAfterMs(response.headers.get('retry-after')))
    },
  }
}

/** Seconds, or a date; 0 when it says neither. */
function retryAfterMs(header: string | null): number {
  if (header === null) return 0
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) * 1_000 : Number.NaN
  const untilMs = Number.isNaN(seconds) ? Date.parse(header) - Date.now() : seconds
  return Number.isNaN(untilMs) ? 0 : Math.min(MOST_ASKED_MS, Math.max(0, untilMs))
}
