/** A target that is scraped: a real HTTP server whose answers a test decides. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface MetricsTarget {
  readonly url: string
  /** `127.0.0.1:port`, as the label `instance` says it. */
  readonly instance: string
  readonly requests: IncomingMessage[]
  /** Answers the next requests; plain text is an answer in Prometheus' format. */
  answers: string | ((request: IncomingMessage, response: ServerResponse) => void)
  close(): Promise<void>
}

export async function openMetricsTarget(): Promise<MetricsTarget> {
  const requests: IncomingMessage[] = []
  const server = createServer((request, response) => {
    requests.push(request)
    if (typeof target.answers === 'string')
      response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(target.answers)
    else target.answers(request, response)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const instance = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const target: MetricsTarget = {
    url: `http://${instance}`,
    instance,
    requests,
    answers: '',
    close: () =>
      new Promise((done) => {
        server.closeAllConnections()
        server.close(() => done())
      }),
  }
  return target
}
