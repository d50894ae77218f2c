/** How channels speak HTTP: what an answer means, and what may have arrived although none came. */
import type { ChannelContext } from '../channel.ts'
import { DeliveryRefused } from '../errors.ts'

const TIMEOUT_MS = 10_000
const TRY_AGAIN = new Set([408, 409, 425, 429])
// What was never connected has never arrived.
const NOT_CONNECTED =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/

/** What is read of an answer: providers say there what was wrong. */
const MOST_ANSWER = 2_000

/**
 * Posts, and resolves when the receiver has taken it. Errors never hold the address: it may be a secret.
 * @throws DeliveryRefused when it certainly has not arrived; anything else is uncertain
 */
export async function post(
  url: string,
  { headers, body }: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
  { fetch, nowMs }: Pick<ChannelContext, 'fetch' | 'nowMs'>,
): Promise<{ readonly status: number; readonly text: string }> {
  const response = await fetch(url, {
    method: 'POST',
    headers,
    body,
    // Following one would hand the message to somebody who is not in the model.
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch(rethrow)
  const { status } = response
  const text = (await response.text().catch(() => '')).slice(0, MOST_ANSWER)
  if (status >= 200 && status < 300) return { status, text }
  throw new DeliveryRefused({
    why: `the receiver answered ${status}`,
    permanent: status < 500 && !TRY_AGAIN.has(status),
    retryAfterMs: retryAfterMs(response.headers.get('retry-after'), nowMs()),
  })
}

/** The same with JSON. `id` lets the receiver recognise a duplicate. */
export function postJson(
  url: string,
  {
    id,
    body,
    headers = {},
  }: {
    readonly id: string
    readonly body: unknown
    readonly headers?: Readonly<Record<string, string>>
  },
  context: Pick<ChannelContext, 'fetch' | 'nowMs'>,
): Promise<{ readonly status: number; readonly text: string }> {
  const usual = {
    'content-type': 'application/json',
    'user-agent': 'opsplane',
    'idempotency-key': id,
  }
  return post(url, { headers: { ...usual, ...headers }, body: JSON.stringify(body) }, context)
}

/** @throws DeliveryRefused when there is none of that name yet: it is waited for */
export function secretNamed(name: string, { secrets }: Pick<ChannelContext, 'secrets'>): string {
  const value = secrets(name)
  if (value === undefined)
    throw new DeliveryRefused({ why: `there is no secret named ${name}`, permanent: false })
  return value
}

/** An address that is a secret itself, as chats give it for incoming webhooks. @throws DeliveryRefused */
export function secretUrl(name: string, context: Pick<ChannelContext, 'secrets'>): string {
  const url = secretNamed(name, context)
  if (/^https?:/.test(url) && URL.canParse(url)) return url
  throw new DeliveryRefused({ why: `the secret ${name} is no http address`, permanent: false })
}

/** Seconds or an HTTP date, as milliseconds from now. */
export function retryAfterMs(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined
  if (/^\d+$/.test(header.trim())) return Number(header) * 1_000
  const at = Date.parse(header)
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs)
}

function rethrow(error: Error): never {
  const code = (error.cause as { code?: string } | undefined)?.code ?? ''
  if (NOT_CONNECTED.test(code))
    throw new DeliveryRefused({ why: `no connection: ${code}`, permanent: false }, { cause: error })
  throw error
}
