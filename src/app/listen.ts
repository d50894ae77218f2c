/** Takes the port and serves. A taken port is one clear sentence. */

import { createServer as createHttpServer, type Server as HttpServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { createServer, type Services } from '#api'
import { defineError, type Log } from '#base'
import type { Ledger } from '#ledger'
import type { Telemetry } from '#telemetry'
import type { Config } from './config.ts'
import { productVersion } from './version.ts'

export const PortTaken = defineError('app.port-taken', 'conflict', {
  message: (d: { port: number; host: string; option: string }) =>
    `Port ${d.port} on ${d.host} is taken by another program.`,
  hint: (d) => `Choose another one: npm start -- ${d.option} ${d.port + 100}`,
})

export interface Listening {
  readonly url: string
  hint(topic: string, subject: string): void
  /** From now on /readyz says yes while the stores answer. */
  ready(): void
  close(): Promise<void>
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1'])

export async function listen(options: {
  config: Config
  ledger: Ledger
  telemetry: Telemetry
  reader: Services['reader']
  objectives: Services['objectives']
  bands: Services['bands']
  journeys: Services['journeys']
  log: Log
  targets: Services['targets']
  secrets: Services['secrets']
  fetch: Services['fetch']
  /** Name of this node. */
  node: string
  checkManifest: Services['checkManifest']
}): Promise<Listening> {
  const { config, ledger, telemetry } = options
  let isReady = false
  let url = ''
  const server = createServer({
    ...options,
    version: productVersion(),
    console: config.console,
    url: () => config.baseUrl ?? url,
    needsToken: !LOOPBACK.has(config.host),
    async notReady() {
      const missing = isReady ? [] : ['the start is not complete']
      await ledger.head().catch(() => missing.push('the state store does not answer'))
      const { state } = telemetry.store.health()
      if (state === 'down') missing.push('the telemetry store does not answer')
      return missing
    },
  })
  const http = createHttpServer(getRequestListener(server.app.fetch))
  await take(http, config)
  const address = http.address() as { port: number }
  url = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${address.port}`
  return {
    url,
    hint: server.hint,
    ready() {
      isReady = true
    },
    async close() {
      const written = server.close()
      http.closeAllConnections()
      await new Promise<void>((done) => http.close(() => done()))
      await written
    },
  }
}

function take(http: HttpServer, { port, host }: Config): Promise<void> {
  return new Promise((done, fail) => {
    http.once('error', (error: NodeJS.ErrnoException) =>
      fail(
        error.code === 'EADDRINUSE'
          ? new PortTaken({ port, host, option: '--port' }, { cause: error })
          : error,
      ),
    )
    http.listen(port, host, done)
  })
}
