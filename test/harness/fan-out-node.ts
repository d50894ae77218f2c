/** A node that tells subscribers, as a process of its own, to be killed at any moment. */
import { createLog, openDatabase } from '#base'
import { createDispatcher, openLedger, timers } from '#ledger'
import { revisions } from '#model'
import { createFanOut, projections, reactions } from '#operate'

const [databaseUrl] = process.argv.slice(2) as [string]
const database = await openDatabase({ connection: { connectionString: databaseUrl } })
const log = createLog({ level: 'fatal' })
const ledger = openLedger({ database, projections: [timers, revisions, ...projections] })
await createDispatcher({ ledger, reactions, log }).start()
await createFanOut({
  ledger,
  log,
  owner: `node-${process.pid}`,
  leaseMs: 400,
  context: {
    baseUrl: 'https://ops.shop.example',
    secrets: () => undefined,
    fetch,
    nowMs: Date.now,
  },
}).start()
process.send?.('ready')
