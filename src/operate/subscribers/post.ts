/**
 * Posts JSON to an address that a stranger has written: over connections that stay open, to nobody in a private
 * network unless the page allows it, and without following where it is sent on.
 */
import { lookup as resolveName } from 'node:dns'
import { type ClientRequest, Agent as HttpAgent, request as httpRequest } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { retryAfterMs } from '../notifications/index.ts'
import { isPrivateAddress } from './address.ts'
import type { SendOutcome } from './decide.ts'

const TIMEOUT_MS = 10_000
const TRY_AGAIN = new Set([408, 409, 425, 429])
// What was never connected has never arrived.
const NOT_CONNECTED = /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/
const PRIVATE = 'ERR_PRIVATE_ADDRESS'

export interface Post {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly mayBePrivate: boolean
}

export interface Poster {
  post(what: Post): Promise<SendOutcome>
  close(): void
}

export function openPoster(options: { readonly nowMs: () => number }): Poster {
  const settings = { keepAlive: true, maxFreeSockets: 256, scheduling: 'lifo' as const }
  const agents = { http: new HttpAgent(settings), https: new HttpsAgent(settings) }

  function begin({ url, headers, body, mayBePrivate }: Post): ClientRequest {
    const isSecure = url.startsWith('https:')
    const requested = isSecure ? httpsRequest : httpRequest
    const request = requested(url, {
      method: 'POST',
      agent: isSecure ? agents.https : agents.http,
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      ...(mayBePrivate ? {} : { lookup: lookupPublic }),
    })
    request.end(body)
    return request
  }

  return {
    post(what) {
      const host = new URL(what.url).hostname.replace(/^\[|\]$/g, '')
      if (!what.mayBePrivate && isIP(host) !== 0 && isPrivateAddress(host))
        return Promise.resolve(refused())
      return new Promise((done) => {
        const request = begin(what)
        const timer = setTimeout(() => request.destroy(new Error('no answer in time')), TIMEOUT_MS)
        request.once('response', (response) => {
          response.resume()
          response.once('close', () => clearTimeout(timer))
          const after = response.headers['retry-after'] ?? null
          done(answered(response.statusCode!, retryAfterMs(after, options.nowMs())))
        })
        request.on('error', (error: NodeJS.ErrnoException) => {
          clearTimeout(timer)
          done(broken(error))
        })
      })
    },
    close() {
      agents.http.destroy()
      agents.https.destroy()
    },
  }
}

function answered(status: number, askedMs: number | undefined): SendOutcome {
  if (status >= 200 && status < 300) return { kind: 'accepted' }
  return {
    ...{ kind: 'failed', reason: `the receiver answered ${status}`, uncertain: false },
    ...{ permanent: status < 500 && !TRY_AGAIN.has(status), retryAfterMs: askedMs },
  }
}

function broken({ code = '', message }: NodeJS.ErrnoException): SendOutcome {
  if (code === PRIVATE) return refused()
  const uncertain = !NOT_CONNECTED.test(code)
  const reason = uncertain ? message : `no connection: ${code}`
  return { kind: 'failed', reason, permanent: false, uncertain }
}

const refused = (): SendOutcome => ({
  ...{ kind: 'failed', permanent: true, uncertain: false },
  reason: 'the address lies in a private network, and the page does not allow that',
})

/** Asked at every connection, since a name may mean something else by then. */
const lookupPublic: LookupFunction = (name, options, done) => {
  resolveName(name, { ...options, all: true }, (error, found) => {
    if (error) return done(error, '', 0)
    if (found.length === 0 || found.some(({ address }) => isPrivateAddress(address)))
      return done(Object.assign(new Error('private address'), { code: PRIVATE }), '', 0)
    if (options.all) return done(null, found)
    done(null, found[0]!.address, found[0]!.family)
  })
}
