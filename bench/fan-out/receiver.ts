/** Whom a hundred thousand subscribers name as their webhook: a process of its own that counts the keys it is given. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What it has counted. */
export interface Counted {
  readonly requests: number
  /** Addresses that were told at least once. */
  readonly addresses: number
  /** Addresses that were given more than one key. */
  readonly doubled: number
  /** Keys that came more than once. */
  readonly repeated: number
  /** Between the first and the last request, in milliseconds. */
  readonly spanMs: number
}

const keysOf = new Map<string, Set<string>>()
const repeated = new Set<string>()
const seen = new Set<string>()
let requests = 0
const tellAt = Number(process.argv[2])
let firstMs = 0
let lastMs = 0

const server = createServer((request, response) => {
  if (request.method === 'GET') {
    const doubled = [...keysOf.values()].filter(({ size }) => size > 1).length
    const counted: Counted = {
      ...{ requests, addresses: keysOf.size, doubled, repeated: repeated.size },
      spanMs: lastMs - firstMs,
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(counted))
    return
  }
  request.resume()
  request.on('end', () => {
    const key = String(request.headers['webhook-id'])
    const address = request.url!
    // In the middle of a burst: its other requests are on their way, and none of its ends is written.
    if (++requests === tellAt) process.send!('half')
    lastMs = performance.now()
    firstMs ||= lastMs
    if (seen.has(key)) repeated.add(key)
    seen.add(key)
    keysOf.set(address, (keysOf.get(address) ?? new Set()).add(key))
    response.writeHead(204).end()
  })
})
server.listen(0, '127.0.0.1', () => process.send!({ port: (server.address() as AddressInfo).port }))
