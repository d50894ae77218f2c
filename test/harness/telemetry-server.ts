/**
 * The ingest of the product over a telemetry of its own, in a process that can be killed: nothing else is started,
 * so that it is back within a second or two. Tells its port when it serves; `GET /state` says how the store fares.
 */
import { createServer } from 'node:http'
import { join } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { silentLog } from '#base'
import type { Ledger } from '#ledger'
import { openTelemetry } from '#telemetry'
import { mountIngest } from '../../src/api/interfaces/ingest.ts'

const [folder, spool] = process.argv.slice(2)
const telemetry = await openTelemetry({
  folder: folder!,
  childEntry: join(import.meta.dirname, 'chdb-process.mjs'),
  log: silentLog,
  spool: JSON.parse(spool ?? '{}') as { segmentBytes?: number; maxBytes?: number },
})
const app = new Hono()
// Nobody is asked for a token here, so no ledger is read.
const ledger = undefined as unknown as Ledger
mountIngest(app, { telemetry, ledger, log: silentLog, needsToken: false })
app.get('/state', (c) =>
  c.json({ pid: telemetry.store.enginePid(), ...telemetry.store.health(), ...telemetry.stats() }),
)
app.post('/close', async (c) => {
  await telemetry.store.drained()
  await telemetry.close()
  return c.body(null, 204)
})
const server = createServer(getRequestListener(app.fetch))
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as { port: number }).port))
process.on('disconnect', () => process.exit(0))
