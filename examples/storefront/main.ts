/** One program, many processes: `up` is the supervisor, `ctl` the command of runbooks, every other word a service. */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { catalogue } from './shop/catalogue.ts'
import { customers } from './shop/customers.ts'
import { frontDoor } from './shop/front-door.ts'
import { mail } from './shop/mail.ts'
import { orders } from './shop/orders.ts'
import { payments } from './shop/payments.ts'
import { processor } from './shop/processor.ts'
import { processorLink } from './shop/processor-link.ts'
import { readSettings, type Settings } from './shop/settings.ts'
import { storefront } from './shop/storefront.ts'
import { startTelemetry } from './shop/telemetry.ts'
import { ctl } from './supervisor/ctl.ts'
import { up } from './supervisor/up.ts'

const services: Record<string, (settings: Settings) => void | Promise<void>> = {
  mail,
  'card-processor': processor,
  'standby-processor': processor,
  'processor-link': processorLink,
  payments,
  orders,
  catalogue,
  storefront,
  'front-door': frontDoor,
  customers,
}
// Other companies' systems, wires and the mail sink tell us nothing about themselves.
const SILENT = new Set(['mail', 'card-processor', 'standby-processor', 'processor-link'])

async function main(): Promise<void> {
  const [word = '', ...rest] = process.argv.slice(2)
  const service = services[word]
  if (service) {
    const settings = readSettings(word)
    if (!SILENT.has(word)) startTelemetry(settings)
    // A service ends with its supervisor: nobody else would look after it.
    process.on('disconnect', () => process.exit(0))
    await service(settings)
    return
  }
  const { values, positionals } = parseArgs({
    args: rest,
    allowPositionals: true,
    options: {
      dir: { type: 'string', default: '.storefront' },
      otlp: { type: 'string', default: 'http://127.0.0.1:4600' },
      'port-base': { type: 'string', default: '4610' },
      speed: { type: 'string', default: '1' },
    },
  })
  const dir = resolve(values.dir)
  if (word === 'up')
    await up({
      dir,
      otlp: values.otlp,
      portBase: Number(values['port-base']),
      speed: values.speed,
      entry: [process.execPath, ...process.execArgv, process.argv[1]!],
    })
  else if (word === 'ctl') await ctl(dir, positionals)
  else throw new Error('say up, or ctl and a command')
}

main().catch((error: Error) => {
  process.stderr.write(`shop: ${error.message}\n`)
  process.exit(1)
})
