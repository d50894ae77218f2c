/** The line between payments and the card processor: passes bytes on, and later when it is told to. */
import { createServer as createHttpServer } from 'node:http'
import { connect, createServer as createTcpServer, type Socket } from 'node:net'
import { beforeEnd, tellReady } from './life.ts'
import type { Settings } from './settings.ts'

interface Latency {
  readonly ms: number
  readonly jitterMs: number
}

const LONGEST_MS = 60_000

export function processorLink(settings: Settings): void {
  let latency: Latency = { ms: 0, jitterMs: 0 }
  const processor = new URL(settings.addresses['card-processor']!)
  const control = new URL(settings.addresses['processor-link-control']!)
  const open = new Set<Socket>()

  const line = createTcpServer({ noDelay: true }, (near) => {
    const far = connect({ port: Number(processor.port), host: processor.hostname, noDelay: true })
    const end = () => {
      near.destroy()
      far.destroy()
      open.delete(near)
    }
    open.add(near)
    let free = 0
    // Only the way out is late. Bytes keep their order: none leaves before those that came before it.
    near.on('data', (bytes) => {
      const now = performance.now()
      free = Math.max(free, now + latency.ms + Math.random() * latency.jitterMs)
      if (free <= now) far.write(bytes)
      else setTimeout(() => far.destroyed || far.write(bytes), free - now)
    })
    far.on('data', (bytes) => near.destroyed || near.write(bytes))
    for (const socket of [near, far]) socket.on('error', end).on('close', end)
  })

  const desk = createHttpServer(async (request, response) => {
    const answer = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    if (request.url !== '/latency') return answer(404, { error: 'there is only /latency' })
    if (request.method === 'PUT') {
      const wanted = latencyFrom(await textOf(request))
      if (!wanted)
        return answer(400, { error: `ms and jitterMs are numbers from 0 to ${LONGEST_MS}` })
      latency = wanted
    }
    return answer(200, latency)
  })

  beforeEnd(() => {
    for (const socket of open) socket.destroy()
  })
  for (const server of [line, desk])
    server.on('error', (error) => {
      process.stderr.write(`the line could not be opened: ${error.message}\n`)
      process.exit(1)
    })
  desk.listen(Number(control.port), '127.0.0.1', () =>
    line.listen(settings.port, '127.0.0.1', () => tellReady()),
  )
}

function latencyFrom(text: string): Latency | undefined {
  try {
    const { ms, jitterMs = 0 } = JSON.parse(text) as Partial<Latency>
    const fits = (value: unknown): value is number =>
      typeof value === 'number' && value >= 0 && value <= LONGEST_MS
    return fits(ms) && fits(jitterMs) ? { ms, jitterMs } : undefined
  } catch {
    return undefined
  }
}

async function textOf(request: AsyncIterable<Buffer>): Promise<string> {
  let text = ''
  for await (const part of request) text += part
  return text
}
