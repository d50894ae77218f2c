/** The line between payments and the card processor: passes bytes on, later when it is told to. */

import { createServer as createHttpServer } from 'node:http'
import { connect, createServer as createTcpServer } from 'node:net'
import type { Settings } from './settings.ts'

export function processorLink(settings: Settings): void {
  let latencyMs = 0
  const target = new URL(settings.addresses['card-processor']!)
  const control = new URL(settings.addresses['processor-link-control']!)

  const line = createTcpServer((customer) => {
    const processor = connect(Number(target.port), target.hostname)
    const end = () => {
      customer.destroy()
      processor.destroy()
    }
    // Only the way out is late: the order of the bytes stays as it is, since each waits equally long.
    customer.on('data', (bytes) => {
      const wait = latencyMs
      if (wait === 0) processor.write(bytes)
      else setTimeout(() => processor.destroyed || processor.write(bytes), wait)
    })
    processor.on('data', (bytes) => customer.destroyed || customer.write(bytes))
    for (const socket of [customer, processor]) socket.on('error', end).on('close', end)
  })

  createHttpServer(async (request, response) => {
    if (request.method === 'PUT') {
      let text = ''
      for await (const part of request) text += part
      const wanted = Number((JSON.parse(text) as { ms: number }).ms)
      if (Number.isFinite(wanted) && wanted >= 0) latencyMs = wanted
    }
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ ms: latencyMs }))
  }).listen(Number(control.port), '127.0.0.1')

  line.listen(settings.port, '127.0.0.1', () => process.send?.({ ready: true }))
}
