/** The server: interfaces for machines, the contract for console and command line, pages for people. */
import { Hono } from 'hono'
import { bindContract } from './bind.ts'
import { contract } from './contract/index.ts'
import { openapiOf } from './contract/openapi.ts'
import { strictHeaders } from './headers.ts'
import { mountAcknowledge } from './interfaces/acknowledge.ts'
import { mountAlertmanager } from './interfaces/alertmanager/index.ts'
import { mountEvents } from './interfaces/events/index.ts'
import { mountHeartbeats } from './interfaces/heartbeats.ts'
import { mountIngest } from './interfaces/ingest.ts'
import { mountMeasurements } from './interfaces/measurements.ts'
import { mountMetrics } from './interfaces/metrics.ts'
import { mountPrometheus } from './interfaces/prometheus/index.ts'
import { mountStatus } from './interfaces/status.ts'
import { mountSubscriptions } from './interfaces/subscriptions.ts'
import { mountPages } from './pages.ts'
import { handlersOf } from './routes/index.ts'
import type { Services } from './services.ts'
import { mountStream } from './stream.ts'
import { mountTail } from './tail.ts'

export interface ServerOptions extends Services {
  /** Folder of the built console. */
  readonly console: string
  readonly version: string
  /** On loopback machines send without a token. */
  readonly needsToken: boolean
  /** Name of this node. */
  readonly node: string
  /** What is not ready yet, in words; empty when everything is. */
  readonly notReady: () => Promise<string[]>
}

export interface Server {
  readonly app: Hono
  /** Tells every tab that something outside the ledger has changed. */
  hint(topic: string, subject: string): void
  /** Ends streams, and writes what is counted but not written. */
  close(): Promise<void>
}

export function createServer(options: ServerOptions): Server {
  const app = new Hono()
  app.use(strictHeaders)
  app.get('/healthz', (c) => c.json({ status: 'ok' }))
  app.get('/readyz', async (c) => {
    const missing = await options.notReady()
    return c.json(
      { status: missing.length === 0 ? 'ready' : 'not ready', missing },
      missing.length === 0 ? 200 : 503,
    )
  })
  const openapi = openapiOf(contract, options.version)
  app.get('/api/v1/openapi.json', (c) => c.json(openapi))
  mountIngest(app, options)
  mountMetrics(app, options)
  const measurements = mountMeasurements(app, options)
  mountEvents(app, options)
  mountHeartbeats(app, options)
  mountAlertmanager(app, options)
  mountStatus(app, options)
  mountSubscriptions(app, options)
  mountAcknowledge(app, options)
  mountPrometheus(app, options)
  const stream = mountStream(app, options.ledger)
  const tail = mountTail(app, options)
  bindContract(app, { handlers: handlersOf(options), ledger: options.ledger, log: options.log })
  app.all('/api/*', (c) =>
    c.json(
      {
        type: 'https://opsplane.dev/errors/api.no-such-route',
        title: 'no such route',
        status: 404,
        code: 'api.no-such-route',
        detail: `There is no ${c.req.method} ${c.req.path}.`,
        hint: 'The routes are in /api/v1/openapi.json.',
        requestId: '',
      },
      404,
      { 'content-type': 'application/problem+json' },
    ),
  )
  mountPages(app, options.console)
  return {
    app,
    hint: stream.hint,
    close() {
      stream.close()
      tail.close()
      return measurements.close()
    },
  }
}
