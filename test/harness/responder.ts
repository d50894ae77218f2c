/** A node that answers alarms and delivers messages, as a process of its own, to be killed at any moment. */
import { createLog, openDatabase } from '#base'
import { createDispatcher, openLedger, timers } from '#ledger'
import { revisions } from '#model'
import { createDelivery, projections, reactions } from '#operate'

const [databaseUrl, smtpUrl] = process.argv.slice(2) as [string, string]
const database = await openDatabase({ connection: { connectionString: databaseUrl } })
const log = createLog({ level: 'fatal' })
const ledger = openLedger({ database, projections: [timers, revisions, ...projections] })
await createDispatcher({ ledger, reactions, log }).start()
await createDelivery({
  ledger,
  log,
  owner: `node-${process.pid}`,
  leaseMs: 400,
  context: {
    smtp: { url: smtpUrl, from: 'ops@shop.example' },
    baseUrl: 'https://ops.shop.example',
    secrets: () => undefined,
    fetch,
    nowMs: Date.now,
  },
}).start()
process.send?.('ready')
