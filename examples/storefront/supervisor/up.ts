/**
 * The supervisor: starts the processes, tells where they are, does what it is asked. It restarts nothing by
 * itself; bringing back what has died is what operating means.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { startDatabase } from './database.ts'
import { portNames, processes } from './processes.ts'

export interface UpOptions {
  readonly dir: string
  readonly otlp: string
  /** 0 for free ports. */
  readonly portBase: number
  readonly speed: string
  /** How this program is started again for a process. */
  readonly entry: readonly string[]
}

interface Running {
  version: string
  child: ChildProcess | undefined
}

const STOP_WITHIN_MS = 5_000

export async function up(options: UpOptions): Promise<void> {
  const dir = resolve(options.dir)
  const controlFile = join(dir, 'control.json')
  mkdirSync(join(dir, 'logs'), { recursive: true })
  const other = existsSync(controlFile)
    ? (JSON.parse(readFileSync(controlFile, 'utf8')) as { pid: number })
    : undefined
  if (other && isAlive(other.pid)) {
    process.stderr.write(`the shop runs already, under process id ${other.pid}\n`)
    process.exit(1)
  }
  const ports = await portsFor(options.portBase)
  const addresses = Object.fromEntries(
    [...ports].map(([name, port]) => [name, `http://127.0.0.1:${port}`]),
  )
  const external = process.env.ORDERS_DATABASE_URL
  const database = external ? undefined : await startDatabase(dir, ports.get('orders-database')!)
  const databaseUrl = external ?? database!.url
  const running = new Map<string, Running>(
    processes.map(({ name, version }) => [name, { version, child: undefined }]),
  )

  function start(name: string): Promise<void> {
    const one = running.get(name)!
    if (isRunning(one.child)) return Promise.resolve()
    const log = openSync(join(dir, 'logs', `${name}.log`), 'a')
    const [program, ...args] = options.entry
    const child = spawn(program!, [...args, name], {
      stdio: ['ignore', log, log, 'ipc'],
      env: {
        PATH: process.env.PATH,
        SHOP_DIR: dir,
        SHOP_PORT: String(ports.get(name)),
        SHOP_VERSION: one.version,
        SHOP_OTLP: options.otlp,
        SHOP_ADDRESSES: JSON.stringify(addresses),
        SHOP_SPEED: options.speed,
        ORDERS_DATABASE_URL: databaseUrl,
      },
    })
    closeSync(log)
    one.child = child
    child.on('exit', (code, signal) => {
      process.stdout.write(`${new Date().toISOString()} ${name} ended with ${signal ?? code}\n`)
      write()
    })
    return new Promise((done, fail) => {
      child.once('message', () => {
        write()
        done()
      })
      child.once('exit', (code) =>
        fail(new Error(`${name} ended with ${code}; see logs/${name}.log`)),
      )
      child.once('error', fail)
    })
  }

  async function end(name: string, signal: NodeJS.Signals): Promise<void> {
    const { child } = running.get(name)!
    if (!child || !isRunning(child)) return
    const gone = new Promise<void>((done) => child.once('exit', () => done()))
    child.kill(signal)
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS)
    await gone
    clearTimeout(late)
  }

  async function release(name: string, version: string): Promise<void> {
    const one = running.get(name)!
    if (one.version === version && isRunning(one.child)) return
    const previous = one.version
    one.version = version
    await end(name, 'SIGTERM')
    await start(name)
    void tell(name, version, previous)
  }

  /** A deployment is told to whoever watches, as a CloudEvent of the CDEvents vocabulary. */
  async function tell(service: string, version: string, previous: string): Promise<void> {
    const event = {
      specversion: '1.0',
      id: randomUUID(),
      source: 'storefront-supervisor',
      type: 'dev.cdevents.service.deployed.0.2.0',
      time: new Date().toISOString(),
      data: {
        subject: {
          id: service,
          content: { service, version, previous, environment: 'production' },
        },
      },
    }
    for (let attempt = 0; attempt < 5; attempt++) {
      const answer = await fetch(`${options.otlp}/events`, {
        method: 'POST',
        headers: { 'content-type': 'application/cloudevents+json' },
        body: JSON.stringify(event),
        signal: AbortSignal.timeout(2_000),
      }).catch(() => undefined)
      if (answer?.ok) return
      await new Promise((done) => setTimeout(done, 1_000 * 2 ** attempt))
    }
    process.stdout.write(`nobody heard of ${service} ${version}\n`)
  }

  function state() {
    const listed = [...running].map(([name, { version, child }]) => [
      name,
      { pid: isRunning(child) ? child!.pid : null, port: ports.get(name), version },
    ])
    const smtp = { pid: null, port: ports.get('mail-smtp'), version: '' }
    return Object.fromEntries([...listed, ['mail-smtp', smtp]])
  }

  const control = createHttpServer(async (request, response) => {
    const [, , name = '', action = ''] = new URL(request.url ?? '/', 'http://shop').pathname.split(
      '/',
    )
    let text = ''
    for await (const part of request) text += part
    try {
      if (request.method === 'POST') {
        if (!running.has(name))
          throw new Error(
            `there is no process ${name}; there are ${[...running.keys()].join(', ')}`,
          )
        if (action === 'start') await start(name)
        else if (action === 'stop') await end(name, 'SIGTERM')
        else if (action === 'kill') await end(name, 'SIGKILL')
        else if (action === 'restart') {
          await end(name, 'SIGTERM')
          await start(name)
        } else if (action === 'release')
          await release(name, (JSON.parse(text) as { version: string }).version)
        else throw new Error(`there is no action ${action}`)
        write()
      }
      response
        .setHeader('content-type', 'application/json')
        .end(JSON.stringify({ processes: state(), addresses }))
    } catch (error) {
      response.statusCode = 400
      response
        .setHeader('content-type', 'application/json')
        .end(JSON.stringify({ error: (error as Error).message }))
    }
  })
  await new Promise<void>((done) => control.listen(0, '127.0.0.1', done))
  const controlUrl = `http://127.0.0.1:${(control.address() as { port: number }).port}`

  /** Whole or not at all: whoever reads it sees one state. */
  function write(): void {
    if (!ready) return
    writeFileSync(
      `${controlFile}.new`,
      JSON.stringify({ pid: process.pid, controlUrl, processes: state() }),
    )
    renameSync(`${controlFile}.new`, controlFile)
  }

  let ready = false
  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    ready = false
    for (const { name } of [...processes].reverse()) await end(name, 'SIGTERM')
    if (database) {
      const gone = new Promise<void>((done) => database.child.once('exit', () => done()))
      database.child.kill('SIGINT')
      await gone
    }
    rmSync(controlFile, { force: true })
    process.exit(0)
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  for (const { name } of processes) await start(name)
  ready = true
  write()
}

function isRunning(child: ChildProcess | undefined): boolean {
  return child !== undefined && child.exitCode === null && child.signalCode === null
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

async function portsFor(base: number): Promise<Map<string, number>> {
  if (base > 0) return new Map(portNames.map((name, i) => [name, base + i]))
  // All are held until all are known, so that no number is given out twice.
  const held = await Promise.all(
    portNames.map(
      (name) =>
        new Promise<{ name: string; port: number; free: () => Promise<void> }>((done) => {
          const server = createServer().listen(0, '127.0.0.1', () =>
            done({
              name,
              port: (server.address() as { port: number }).port,
              free: () => new Promise((closed) => server.close(() => closed())),
            }),
          )
        }),
    ),
  )
  await Promise.all(held.map(({ free }) => free()))
  return new Map(held.map(({ name, port }) => [name, port]))
}
