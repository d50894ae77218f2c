/**
 * The data folder belongs to one server at a time. The lock is a file with the pid and the start time of
 * its holder, so that a number that was given to another process since does not keep us out.
 */
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { defineError } from '#base'

export const DataFolderInUse = defineError('app.data-folder-in-use', 'conflict', {
  message: (d: { folder: string; pid: number }) =>
    `The data folder ${d.folder} is in use by the server with process id ${d.pid}.`,
  hint: 'Stop that server, or name another folder: --data DIR',
})
export const DataFolderUnwritable = defineError('app.data-folder-unwritable', 'unavailable', {
  message: (d: { folder: string; why: string }) =>
    `The data folder ${d.folder} cannot be written: ${d.why}.`,
  hint: 'Free some space or change its owner, or name another folder: --data DIR',
})
export const DiskFull = defineError('app.disk-full', 'unavailable', {
  message: (d: { folder: string; freeMb: number }) =>
    `The disk of ${d.folder} has ${d.freeMb} MB left, and the stores need 200 MB to start.`,
  hint: 'Free some space, or name another folder: --data DIR',
})

const NEEDED_MB = 200

/** Takes the folder. Returns a function that gives it back. */
export function takeDataFolder(folder: string): () => void {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (cause) {
    throw new DataFolderUnwritable({ folder, why: (cause as Error).message }, { cause })
  }
  const { bavail, bsize } = statfsSync(folder)
  const freeMb = Math.floor((bavail * bsize) / 1_000_000)
  if (freeMb < NEEDED_MB) throw new DiskFull({ folder, freeMb })
  const file = join(folder, 'server.lock')
  for (;;) {
    try {
      const handle = openSync(file, 'wx')
      writeSync(handle, `${process.pid} ${startOf(process.pid) ?? ''}\n`)
      closeSync(handle)
      return () => rmSync(file, { force: true })
    } catch (cause) {
      if ((cause as { code?: string }).code !== 'EEXIST')
        throw new DataFolderUnwritable({ folder, why: (cause as Error).message }, { cause })
    }
    const [pid = '', start = ''] = readFileSync(file, 'utf8').trim().split(' ')
    if (isAlive(Number(pid), start)) throw new DataFolderInUse({ folder, pid: Number(pid) })
    // Its holder was killed; what it had is on disk and goes on with us.
    rmSync(file, { force: true })
  }
}

function isAlive(pid: number, start: string): boolean {
  if (!pid) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as { code?: string }).code === 'ESRCH') return false
  }
  const now = startOf(pid)
  return now === undefined || start === '' || now === start
}

/** Start time of a process in clock ticks since boot; undefined where the system does not tell. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    return undefined
  }
}
