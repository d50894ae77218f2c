/** Who is paged: an HTTP server that notes when each request came, and answers as it is told. */
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Received {
  /** Milliseconds since 1970, with fractions. */
  readonly atMs: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
  /** What was answered. */
  readonly status: number
}

export interface Receiver {
  readonly url: string
  readonly requests: readonly Received[]
  /** What the next requests are answered with. */
  status: number
  close(): Promise<void>
}

/** Milliseconds since 1970 by the steady clock of this process. */
export const preciseMs = () => performance.timeOrigin + performance.now()

export async function openReceiver(): Promise<Receiver> {
  const requests: Received[] = []
  const server = createServer((request, response) => {
    const atMs = preciseMs()
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { status } = receiver
      requests.push({
        atMs,
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
        status,
      })
      response.writeHead(status).end()
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    requests,
    status: 200,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections()
        server.close(() => done())
      }),
  }
  return receiver
}
