/** One program, many processes: `up` is the supervisor, `ctl` the command of runbooks, every other word a process of the shop. */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { liveWithSupervisor } from './shop/life.ts'
import { readSettings, type Settings } from './shop/settings.ts'

type Start = (settings: Settings) => void | Promise<void>

// Each process loads only what it needs, since ten of them share one machine.
const processes: Readonly<Record<string, () => Promise<Start>>> = {
  'orders-database': async () => (await import('./shop/orders-database.ts')).ordersDatabase,
  mail: async () => (await import('./shop/mail.ts')).mail,
  'card-processor': async () => (await import('./shop/processor.ts')).processor,
  'standby-processor': async () => (await import('./shop/processor.ts')).processor,
  'processor-link': async () => (await import('./shop/processor-link.ts')).processorLink,
  payments: async () => (await import('./shop/payments.ts')).payments,
  orders: async () => (await import('./shop/orders.ts')).orders,
  catalogue: async () => (await import('./shop/catalogue.ts')).catalogue,
  storefront: async () => (await import('./shop/storefront.ts')).storefront,
  'front-door': async () => (await import('./shop/front-door.ts')).frontDoor,
  customers: async () => (await import('./shop/customers.ts')).customers,
}
// Other companies' systems, wires, stores and the mail sink tell us nothing about themselves.
const SILENT = new Set([
  'orders-database',
  'mail',
  'card-processor',
  'standby-processor',
  'processor-link',
])

const USAGE = `storefront up  [--dir DIR] [--otlp URL] [--port-base N] [--smtp-port N] [--speed N] [--seed N]
storefront ctl [--dir DIR] status|start|stop|restart|kill|release|version|pid|route|latency ...`

async function main(): Promise<void> {
  const [word = '', ...rest] = process.argv.slice(2)
  const load = processes[word]
  if (load) {
    const settings = readSettings(word)
    liveWithSupervisor()
    if (!SILENT.has(word)) (await import('./shop/sdk.ts')).startTelemetry(settings)
    const start = await load()
    return start(settings)
  }
  const { values, positionals } = parseArgs({
    args: rest,
    allowPositionals: true,
    options: {
      dir: { type: 'string', default: '.storefront' },
      otlp: { type: 'string', default: 'http://127.0.0.1:4600' },
      'port-base': { type: 'string', default: '4610' },
      'smtp-port': { type: 'string', default: '0' },
      speed: { type: 'string', default: '1' },
      seed: { type: 'string', default: '' },
      json: { type: 'boolean', default: false },
    },
  })
  const dir = resolve(values.dir)
  if (word === 'up') {
    const { up } = await import('./supervisor/up.ts')
    return up({
      dir,
      otlp: values.otlp.replace(/\/+$/, ''),
      portBase: wholeNumber('port-base', values['port-base']),
      smtpPort: wholeNumber('smtp-port', values['smtp-port']),
      speed: values.speed,
      seed: values.seed,
      entry: [process.execPath, ...process.execArgv, process.argv[1]!],
    })
  }
  if (word === 'ctl')
    return (await import('./supervisor/ctl.ts')).ctl(dir, positionals, values.json)
  throw new Error(`there is no process or command "${word}"\n${USAGE}`)
}

function wholeNumber(option: string, text: string): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 0 || number > 65_535)
    throw new Error(`--${option} is a port number, not "${text}"`)
  return number
}

main().catch((error: Error) => {
  process.stderr.write(`shop: ${error.message}\n`)
  process.exit(1)
})
