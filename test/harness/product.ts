/** The product as a newcomer starts it: the built bundle in a process of its own, on free ports, with a fresh data folder. */
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type Client, createClient } from '#api/client'
import { createDatabase, type NamedDatabase } from './named-database.ts'

export interface Product {
  readonly url: string
  readonly signInUrl: string
  /** Further pages by what they are: those of the example. */
  readonly others: Readonly<Record<string, string>>
  readonly data: string
  readonly call: Client
  readonly process: ChildProcess
  /** Its own one on the server that OPSPLANE_DATABASE_URL names; embedded without. */
  readonly database: NamedDatabase | undefined
  /** Ends it in order, and removes its data. */
  stop(): Promise<void>
  /** Ends the process at once, as a crash does. */
  kill(): Promise<void>
}

export interface ProductOptions {
  readonly example?: boolean
  /** Whether it reads the telemetry of this host too. */
  readonly runner?: boolean
  /** Goes on with the data of an earlier one, and on its port. */
  readonly after?: Product
  readonly data?: string
  readonly env?: NodeJS.ProcessEnv
}

const READY_WITHIN_MS = 90_000

export async function startProduct(options: ProductOptions = {}): Promise<Product> {
  const data =
    options.after?.data ?? options.data ?? mkdtempSync(join(tmpdir(), 'opsplane-product-'))
  chmodSync(data, 0o755)
  const server = process.env.OPSPLANE_DATABASE_URL
  const database = options.after?.database ?? (server ? await createDatabase(server) : undefined)
  const child = spawn(
    process.execPath,
    [
      'bin/opsplane.mjs',
      'start',
      '--json',
      '--port',
      options.after ? new URL(options.after.url).port : '0',
      '--data',
      data,
      ...(options.example ? ['--example'] : []),
      ...(options.runner ? [] : ['--no-runner']),
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        OPSPLANE_EXAMPLE_PORTS: 'free',
        ...(database ? { OPSPLANE_DATABASE_URL: database.url } : {}),
        ...options.env,
      },
    },
  )
  let words = ''
  child.stderr!.on('data', (bytes: Buffer) => {
    words = (words + bytes).slice(-10_000)
  })
  const { url, signInUrl, others } = await firstLine(child, () => words)
  const token = readFileSync(join(data, 'token'), 'utf8').trim()
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  return {
    url,
    signInUrl,
    others,
    data,
    process: child,
    database,
    call: createClient({ url, token }),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
      await ended
      await database?.drop()
      if (existsSync(data)) rmSync(data, { recursive: true, force: true })
    },
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

function firstLine(
  child: ChildProcess,
  words: () => string,
): Promise<{
  url: string
  signInUrl: string
  others: Record<string, string>
}> {
  return new Promise((done, fail) => {
    const timer = setTimeout(
      () => fail(new Error(`not ready in time: ${words()}`)),
      READY_WITHIN_MS,
    )
    createInterface({ input: child.stdout! }).once('line', (line) => {
      clearTimeout(timer)
      const said = JSON.parse(line)
      if (said.error) fail(new Error(`not started: ${said.error.message}`))
      else done(said)
    })
    child.once('exit', (code) => {
      clearTimeout(timer)
      fail(new Error(`ended with ${code}: ${words()}`))
    })
  })
}
