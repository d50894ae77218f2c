/**
 * The supervisor: starts the processes, tells where they are, does what it is asked. It restarts nothing by
 * itself; bringing back what has died is what operating means.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { startTelemetry } from '../shop/sdk.ts'
import { meter, say } from '../shop/telemetry.ts'
import { announceRelease } from './announce.ts'
import { openControl } from './control.ts'
import {
  holdFolder,
  readControlFile,
  releaseFolder,
  removeControlFile,
  writeControlFile,
} from './control-file.ts'
import { type ManagedProcess, manageProcess } from './managed-process.ts'
import { assignPorts } from './ports.ts'
import { portNames, processes } from './processes.ts'

export interface UpOptions {
  readonly dir: string
  /** Base address of the OTLP receiver. */
  readonly otlp: string
  /** 0 for free ports. */
  readonly portBase: number
  /** 0 for the one that follows from the base. */
  readonly smtpPort: number
  readonly speed: string
  readonly seed: string
  /** How this program is started again for a process. */
  readonly entry: readonly string[]
}

export async function up(options: UpOptions): Promise<void> {
  const { dir, otlp } = options
  mkdirSync(join(dir, 'logs'), { recursive: true })
  const holder = holdFolder(dir)
  if (holder !== undefined) {
    const url = readControlFile(dir)?.controlUrl
    throw new Error(
      `the shop in ${dir} is open already, under process id ${holder}${url ? ` at ${url}` : ''}`,
    )
  }
  removeControlFile(dir)
  startTelemetry({ name: 'supervisor', version: '1.0.0', otlp })
  const exits = meter().createCounter('shop.process.exits')

  const fixed = options.smtpPort > 0 ? { 'mail-smtp': options.smtpPort } : {}
  const ports = await assignPorts(portNames, options.portBase, fixed)
  const addresses = Object.fromEntries(
    [...ports].map(([name, port]) => [name, `http://127.0.0.1:${port}`]),
  )
  const external = process.env.ORDERS_DATABASE_URL
  const databaseUrl =
    external ?? `postgres://shop@127.0.0.1:${ports.get('orders-database')}/postgres`
  let open = false
  let closing = false

  const rows = processes.map((row) =>
    row
      .filter(({ name }) => !(external && name === 'orders-database'))
      .map(({ name, version }) =>
        manageProcess({
          name,
          version,
          command: [...options.entry, name],
          logFile: join(dir, 'logs', `${name}.log`),
          environment: (running) => ({
            ...PASSED,
            SHOP_DIR: dir,
            SHOP_PORT: String(ports.get(name)),
            SHOP_VERSION: running,
            SHOP_OTLP: otlp,
            SHOP_ADDRESSES: JSON.stringify(addresses),
            SHOP_SPEED: options.speed,
            SHOP_SEED: options.seed,
            ORDERS_DATABASE_URL: databaseUrl,
          }),
          onChange: write,
          onExit(how) {
            exits.add(1, { process: name })
            say('a process has ended', { process: name, how }, 'error')
          },
        }),
      ),
  )
  const managed = new Map<string, ManagedProcess>(rows.flat().map((one) => [one.name, one]))
  for (const name of managed.keys()) exits.add(0, { process: name })
  meter()
    .createObservableGauge('shop.process.running')
    .addCallback((result) => {
      for (const { name, pid } of managed.values())
        result.observe(pid() === undefined ? 0 : 1, { process: name })
    })

  const state = () => ({
    processes: Object.fromEntries(
      [...managed.values()].map(({ name, pid, version }) => [
        name,
        { pid: pid() ?? null, port: ports.get(name)!, version: version() },
      ]),
    ),
    addresses,
  })
  const control = await openControl({
    managed,
    state,
    onRelease: (release) => {
      say('a release has arrived', release)
      void announceRelease(otlp, release, (line) => say(line, {}, 'error'))
    },
  })
  function write(): void {
    if (!open) return
    const { processes } = state()
    const smtpPort = ports.get('mail-smtp')!
    writeControlFile(dir, { pid: process.pid, controlUrl: control.url, smtpPort, processes })
  }

  async function close(code: number): Promise<void> {
    if (closing) return
    closing = true
    open = false
    removeControlFile(dir)
    control.server.close()
    for (const row of [...rows].reverse())
      await Promise.all(row.map((one) => one.end('SIGTERM').catch(() => {})))
    releaseFolder(dir)
    process.exit(code)
  }
  process.on('SIGTERM', () => void close(0))
  process.on('SIGINT', () => void close(0))

  try {
    for (const row of rows) await Promise.all(row.map((one) => one.start()))
  } catch (error) {
    if (closing) return
    process.stderr.write(`shop: ${(error as Error).message}\n`)
    return close(1)
  }
  open = !closing
  write()
  say('the shop is open', { pages: addresses['front-door']!, mail: addresses.mail! })
}

/** What processes may know of the environment of whoever started the shop. */
const PASSED: NodeJS.ProcessEnv = Object.fromEntries(
  ['PATH', 'HOME', 'TMPDIR', 'LANG', 'NODE_OPTIONS'].flatMap((name) =>
    process.env[name] === undefined ? [] : [[name, process.env[name]]],
  ),
)
