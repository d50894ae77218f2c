/** The orders database: a real PostgreSQL of the shop's own. This process starts it and ends with it. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { beforeEnd, tellReady } from './life.ts'
import { canReach, type Identity, postgresIdentity, postgresPrograms } from './postgres-programs.ts'
import type { Settings } from './settings.ts'

const READY_WITHIN_MS = 30_000

export async function ordersDatabase(settings: Settings): Promise<void> {
  const identity = postgresIdentity()
  const programs = postgresPrograms(identity)
  const data = dataFolder(settings.folder, identity)
  // One that a killed supervisor has left behind still holds the folder.
  await endLeftBehind(data)
  if (!existsSync(join(data, 'PG_VERSION'))) {
    const made = spawnSync(
      join(programs, 'initdb'),
      ['-D', data, '-U', 'shop', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
      { ...identity, cwd: tmpdir(), encoding: 'utf8' },
    )
    if (made.status !== 0)
      throw new Error(`the orders database could not be made: ${made.stderr || made.error}`)
  }
  const child = spawn(
    join(programs, 'postgres'),
    ['-D', data, '-h', '127.0.0.1', '-p', String(settings.port), '-k', '', ...SETTINGS],
    { ...identity, cwd: tmpdir(), stdio: ['ignore', 'inherit', 'inherit'] },
  )
  child.on('exit', (code, signal) => {
    process.stdout.write(`postgres ended with ${signal ?? code}\n`)
    process.exit(code ?? 1)
  })
  beforeEnd(async () => {
    const gone = new Promise((done) => child.once('exit', done))
    child.kill('SIGINT')
    await gone
  })
  await untilAnswers(settings.databaseUrl, child)
  tellReady(child.pid)
}

const SETTINGS = [
  'shared_buffers=32MB',
  'max_connections=30',
  'log_min_messages=warning',
  'timezone=UTC',
].flatMap((setting) => ['-c', setting])

function dataFolder(folder: string, identity: Identity): string {
  // The user that PostgreSQL runs as may not be allowed into the shop's folder, such as below a private home.
  const elsewhere = createHash('sha256').update(folder).digest('hex').slice(0, 16)
  const data = canReach(folder, identity)
    ? join(folder, 'orders-db')
    : join(tmpdir(), `storefront-orders-${elsewhere}`)
  mkdirSync(data, { recursive: true })
  const { uid } = identity
  if (uid !== undefined) {
    // Root gives away only what is its own, or was given away before.
    const found = lstatSync(data)
    if (!found.isDirectory() || (found.uid !== 0 && found.uid !== uid))
      throw new Error(`${data} belongs to another user; remove it`)
    chownSync(data, uid, identity.gid!)
  }
  chmodSync(data, 0o700)
  return data
}

async function endLeftBehind(data: string): Promise<void> {
  const file = join(data, 'postmaster.pid')
  const deadline = Date.now() + READY_WITHIN_MS
  let asked = false
  for (;;) {
    const pid = existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0
    if (!pid || !isPostgres(pid)) return
    if (Date.now() > deadline) throw new Error(`another PostgreSQL, pid ${pid}, holds ${data}`)
    if (!asked) process.kill(pid, 'SIGINT')
    asked = true
    await new Promise((done) => setTimeout(done, 30))
  }
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
    // No /proc on this system: the number is alive, and PostgreSQL itself decides.
    return false
  }
}

async function untilAnswers(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS
  for (;;) {
    const client = new pg.Client({ connectionString: url })
    client.on('error', () => {})
    try {
      await client.connect()
      await client.end()
      return
    } catch (error) {
      if (child.exitCode !== null || Date.now() > deadline)
        throw new Error(`the orders database does not answer: ${(error as Error).message}`)
      await new Promise((done) => setTimeout(done, 30))
    }
  }
}
