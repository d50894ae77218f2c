/**
 * The whole system in one process: stores, ledger, features, workers, server. Anything that fails on the
 * way up takes down what was opened before it, and says in one sentence what to do.
 */
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { ensureAccount, makeSignInLink, makeToken } from '#api'
import { createLog, newId, packageFolder } from '#base'
import { createDispatcher, type Ledger, openLedger, releaseAllLeases, signHead } from '#ledger'
import { applyManifest, hasErrors, loadModel } from '#model'
import {
  createBandMemory,
  createJourneyWorker,
  createObjectiveMemory,
  findChromium,
  openJourneyBrowser,
  readOutcomes,
  type SignalReader,
  signalReaderOf,
} from '#operate'
import { openTelemetry } from '#telemetry'
import { checkWhole, checkWorkload } from './check.ts'
import { type Config, serverFile } from './config.ts'
import { takeDataFolder } from './data-folder.ts'
import { type Example, startExample } from './example.ts'
import { projections, reactions } from './features.ts'
import { startHostRunner } from './host-runner.ts'
import { createLife } from './life.ts'
import { listen } from './listen.ts'
import { listenForPackets } from './listen-for-packets.ts'
import { createScraping } from './scraping.ts'
import { secretOf } from './secrets.ts'
import { openStateStore } from './stores.ts'
import { productVersion } from './version.ts'
import { startWorkers } from './workers.ts'

export interface System {
  readonly url: string
  readonly signInUrl: string
  /** Other pages worth opening, by what they are. */
  readonly others: Readonly<Record<string, string>>
  /** Resolves when the system was told to stop, and has. */
  stopped(): Promise<void>
  stop(): Promise<void>
}

export interface StartChoices {
  readonly example: boolean
  /** Whether the telemetry of this host is read too. */
  readonly runner: boolean
  /** Words for the person who waits. */
  readonly progress: (words: string) => void
}

const SIGN_EVERY_MS = 60_000

export async function startSystem(config: Config, choices: StartChoices): Promise<System> {
  const log = createLog({ level: process.env.OPSPLANE_LOG ?? 'warn' })
  const life = createLife(log)
  try {
    return await open(config, choices, log, life)
  } catch (error) {
    await life.end()
    throw error
  }
}

type Log = ReturnType<typeof createLog>
type Life = ReturnType<typeof createLife>

async function open(config: Config, choices: StartChoices, log: Log, life: Life): Promise<System> {
  const { progress } = choices
  life.opened('data folder', takeDataFolder(config.data))
  const node = nodeOf(config.data)

  progress('- Opening the state store (PostgreSQL)')
  const state = await openStateStore(config, log)
  life.opened('state store', () => state.close())
  progress('- Opening the telemetry store (ClickHouse)')
  const telemetry = await openTelemetry({
    folder: join(config.data, 'telemetry'),
    log,
    server: config.clickhouse,
    // The engine's library is half a gigabyte: from a cold and slow disk its first load takes minutes.
    startDeadlineMs: 300_000,
    selfReportMs: 15_000,
  })
  life.opened('telemetry store', () => telemetry.close())

  // The folder is ours alone, so a former process of this node is gone, and what it held is free at once.
  await releaseAllLeases(state.database, node)
  const ledger = openLedger({ database: state.database, projections })
  const dispatcher = createDispatcher({ ledger, reactions, log })
  await dispatcher.start()
  life.opened('dispatcher', () => dispatcher.stop())

  const reader = signalReaderOf(telemetry)
  const scraping = createScraping({
    ledger,
    telemetry,
    node,
    log,
    secrets: secretOf,
    version: productVersion(),
  })
  const { targets } = scraping
  let example: Example | undefined
  const journeys = createJourneyWorker({
    ledger,
    telemetry,
    log,
    node,
    context: {
      fetch,
      secrets: secretOf,
      environment: () => example?.environment ?? {},
      openBrowser: () => openJourneyBrowser(findChromium()),
    },
  })
  const server = await listen({
    config,
    ledger,
    telemetry,
    reader,
    objectives: createObjectiveMemory(reader),
    bands: createBandMemory(reader, state.database.sql),
    log,
    targets,
    secrets: secretOf,
    fetch,
    node,
    journeys,
    checkManifest: checkWhole,
  })
  life.opened('server', () => server.close())
  const packets = await listenForPackets({ config, telemetry, log })
  life.opened('packets', () => packets.close())

  if (choices.example) {
    progress('- Opening the shop (example workload)')
    example = await startExample({
      data: config.data,
      otlpUrl: server.url,
      log,
      portBase: examplePorts(),
    })
    life.opened('example workload', () => example!.stop())
  }
  const workers = await startWorkers({
    config,
    ledger,
    telemetry,
    reader,
    journeys,
    log,
    node,
    url: server.url,
    example,
    hint: server.hint,
  })
  life.opened('workers', () => workers.stop())
  scraping.start()
  life.opened('scraping', () => scraping.stop())
  if (example) await applyExample(ledger, progress)
  if (example?.isNew) {
    progress('- Waiting for the first customers')
    await firstCustomers(ledger, reader)
  }

  const account =
    userInfo()
      .username.toLowerCase()
      .replace(/[^a-z0-9-]/g, '-') || 'admin'
  await ensureAccount(ledger, account, 'admin', 'service:start')
  await keepLocalToken(config, () =>
    makeToken(ledger, account, 'local command line', 'service:start'),
  )
  if (choices.runner) {
    const token = readFileSync(join(config.data, 'token'), 'utf8').trim()
    const runner = startHostRunner({ url: server.url, token, data: config.data, log })
    life.opened('runner', () => runner.stop())
  }
  const keyFile = join(config.data, 'ledger-key.pem')
  const sign = () =>
    signHead(ledger.database, keyFile).catch((error) =>
      log.error('the head was not signed', { error }),
    )
  const signing = setInterval(sign, SIGN_EVERY_MS)
  life.opened('signing', async () => {
    clearInterval(signing)
    await sign()
  })
  writeFileSync(serverFile(config.data), JSON.stringify({ url: server.url, pid: process.pid }))
  life.opened('server file', () => rmSync(serverFile(config.data), { force: true }))
  server.ready()

  const ended = endOnSignal(() => life.end(), progress)
  return {
    url: server.url,
    signInUrl: `${server.url}/sign-in?token=${await makeSignInLink(ledger, account)}`,
    others: {
      ...example?.pages,
      ...packets.addresses,
    },
    stopped: () => ended,
    stop: () => life.end(),
  }
}

/** The name of this installation among the nodes; it stays from start to start. */
function nodeOf(data: string): string {
  const file = join(data, 'node')
  if (!existsSync(file)) writeFileSync(file, newId('node'))
  return readFileSync(file, 'utf8').trim()
}

/** Free ports when tests ask for them. */
function examplePorts(): number | undefined {
  return process.env.OPSPLANE_EXAMPLE_PORTS === 'free' ? 0 : undefined
}

const FIRST_CUSTOMERS_MS = 40_000

/** Rates need some seconds of customers; before that every outcome would look missed. */
async function firstCustomers(ledger: Ledger, reader: SignalReader): Promise<void> {
  const deadline = Date.now() + FIRST_CUSTOMERS_MS
  const model = await loadModel(ledger.database.sql, 'storefront')
  while (model && Date.now() < deadline) {
    const outcomes = await readOutcomes(model, reader, Date.now())
    if (outcomes.every(({ met }) => met === true)) return
    await new Promise((done) => setTimeout(done, 250))
  }
}

async function applyExample(ledger: Ledger, progress: StartChoices['progress']): Promise<void> {
  const { manifest, diagnostics } = await checkWorkload(
    join(packageFolder(), 'examples/storefront'),
  )
  if (hasErrors(diagnostics))
    throw new Error(`the example model has mistakes: ${diagnostics[0]!.message}`)
  const applied = await applyManifest(ledger, { manifest, actor: 'service:example' })
  progress(`- Model of ${applied.workload}: revision ${applied.revision}`)
}

/** The command line of this machine finds its token here; the file is for its owner alone. */
async function keepLocalToken(config: Config, make: () => Promise<string>): Promise<void> {
  const file = join(config.data, 'token')
  if (existsSync(file) && readFileSync(file, 'utf8').trim() !== '') return
  writeFileSync(file, `${await make()}\n`, { mode: 0o600 })
  chmodSync(file, 0o600)
}

/** The first interrupt stops in order, a second one at once. */
function endOnSignal(end: () => Promise<void>, progress: StartChoices['progress']): Promise<void> {
  return new Promise((done) => {
    let asked = false
    const stop = () => {
      if (asked) process.exit(130)
      asked = true
      progress('\n- Stopping')
      end().then(done, done)
    }
    process.on('SIGINT', stop)
    process.on('SIGTERM', stop)
  })
}
