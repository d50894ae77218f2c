/**
 * A real PostgreSQL of our own: binaries from npm, a private socket, one data folder.
 *
 * The server outlives a killed parent on purpose: it keeps its promises to disk by itself, and the
 * next start finds it by its pid file and goes on with it at once.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  appendFileSync,
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import type pg from 'pg'
import { defineError } from '../errors.ts'
import type { Log } from '../log.ts'
import { canReach, postgresBinaries, postgresIdentity, reachableBinaries } from './binaries.ts'

export interface EmbeddedPostgres {
  readonly connection: pg.PoolConfig
  stop(): Promise<void>
}

export const EmbeddedPostgresFailed = defineError('database.embedded-failed', 'unavailable', {
  message: (d: { step: string; why: string }) =>
    `The embedded PostgreSQL could not ${d.step}: ${d.why}`,
  hint: 'The log is postgres.log in the data folder. OPSPLANE_DATABASE_URL uses your own server instead.',
})

const READY_WITHIN_MS = 30_000

/** Starts the store of a data folder, or goes on with the one that is already running there. */
export async function startEmbeddedPostgres(options: {
  folder: string
  log: Log
}): Promise<EmbeddedPostgres> {
  const identity = postgresIdentity()
  const binaries = reachableBinaries(postgresBinaries(), identity)
  const data = placeFor(resolve(options.folder), identity)
  const socket = socketFolder(data, identity)
  const logFile = join(options.folder, 'postgres.log')
  mkdirSync(options.folder, { recursive: true })

  if (!existsSync(join(data, 'PG_VERSION'))) {
    const made = spawnSync(
      binaries.initdb,
      [
        '-D',
        data,
        '-U',
        'opsplane',
        '-A',
        'trust',
        '-E',
        'UTF8',
        '--locale=C',
        '--no-instructions',
      ],
      { ...identity, cwd: socket, encoding: 'utf8' },
    )
    if (made.status !== 0)
      throw new EmbeddedPostgresFailed({ step: 'make its data folder', why: made.stderr })
    appendFileSync(join(data, 'postgresql.conf'), SETTINGS)
  }
  const running = runningPid(data)
  let child: ChildProcess | undefined
  if (running === undefined) {
    const out = openSync(logFile, 'a')
    child = spawn(binaries.postgres, ['-D', data, '-k', socket], {
      ...identity,
      cwd: socket,
      detached: true,
      stdio: ['ignore', out, out],
    })
    closeSync(out)
    child.unref()
  }
  const connection = { host: socket, user: 'opsplane', database: 'postgres' }
  await untilReady(connection, child, logFile)
  options.log.info('embedded postgresql ready', { adopted: running !== undefined })
  return { connection, stop: () => stop(data, socket) }
}

// Small and durable: a start must be quick, and an answered commit must survive a power cut.
const SETTINGS = `
listen_addresses = ''
max_connections = 60
shared_buffers = 64MB
fsync = on
synchronous_commit = on
max_wal_size = 256MB
log_min_messages = warning
timezone = 'UTC'
`

/** The data folder itself, or a place the unprivileged owner can reach when it stands below a private home. */
function placeFor(folder: string, identity: { uid?: number; gid?: number }): string {
  const own = join(folder, 'postgres')
  mkdirSync(folder, { recursive: true })
  const reachable = identity.uid === undefined || canReach(folder, identity)
  const place = reachable ? own : join('/var/lib/opsplane', shortHash(folder))
  mkdirSync(dirname(place), { recursive: true, mode: 0o755 })
  mkdirSync(place, { recursive: true, mode: 0o700 })
  chmodSync(place, 0o700)
  if (identity.uid !== undefined) chownSync(place, identity.uid, identity.gid!)
  return place
}

function socketFolder(data: string, identity: { uid?: number; gid?: number }): string {
  // A socket's path may have 107 bytes at most, so it never lies below the data folder.
  const folder = join(tmpdir(), `opsplane-pg-${shortHash(data)}`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (identity.uid !== undefined) chownSync(folder, identity.uid, identity.gid!)
  return folder
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}

function runningPid(data: string): number | undefined {
  const file = join(data, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const [pid, folder] = readFileSync(file, 'utf8').split('\n')
  const alive = isPostgres(Number(pid))
  if (alive && folder === data) return Number(pid)
  // A machine that lost power leaves the file behind; its number may belong to someone else by now.
  if (!alive) rmSync(file)
  return undefined
}

function isPostgres(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres')
  } catch {
    return true
  }
}

async function untilReady(
  connection: pg.PoolConfig,
  child: ChildProcess | undefined,
  logFile: string,
): Promise<void> {
  const { default: driver } = await import('pg')
  const deadline = Date.now() + READY_WITHIN_MS
  for (;;) {
    const client = new driver.Client(connection)
    client.on('error', () => {})
    try {
      await client.connect()
      await client.query('select 1')
      await client.end()
      return
    } catch (error) {
      await client.end().catch(() => {})
      if (child?.exitCode !== null && child !== undefined)
        throw new EmbeddedPostgresFailed({ step: 'start', why: tail(logFile) })
      if (Date.now() > deadline)
        throw new EmbeddedPostgresFailed({ step: 'answer in 30 s', why: String(error) })
      await new Promise((done) => setTimeout(done, 20))
    }
  }
}

function tail(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').slice(-3).join(' ') : ''
}

async function stop(data: string, socket: string): Promise<void> {
  const pid = runningPid(data)
  if (pid !== undefined) {
    process.kill(pid, 'SIGINT')
    const deadline = Date.now() + READY_WITHIN_MS
    while (runningPid(data) === pid && Date.now() < deadline)
      await new Promise((done) => setTimeout(done, 20))
  }
  rmSync(socket, { recursive: true, force: true })
}
