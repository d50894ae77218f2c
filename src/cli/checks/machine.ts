/** What stands on this machine: Node, the data folder and the file that tells where the server is. */
import { accessSync, constants, existsSync, readFileSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { type Finding, ill, well } from './finding.ts'

export function checkNode(version = process.versions.node): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > 20 || (major === 20 && minor >= 19)
    ? well('node', `Node ${version}`)
    : ill('node', `Node ${version} is too old`, 'Install Node 20.19 or newer.')
}

const NEEDED_MB = 1_000

export function checkFolder(folder: string): Finding {
  if (!existsSync(folder))
    return well('data folder', `${folder} is not there; the first start makes it`)
  try {
    accessSync(folder, constants.W_OK)
  } catch {
    return ill('data folder', `${folder} cannot be written`, 'Change its owner or its mode.')
  }
  const { bavail, bsize } = statfsSync(folder)
  const freeMb = Math.floor((bavail * bsize) / 1_000_000)
  return freeMb >= NEEDED_MB
    ? well('data folder', `${folder}, ${freeMb} MB free`)
    : ill('data folder', `${folder} has ${freeMb} MB left`, 'Free some space on its disk.')
}

/** The file of a server that was killed stays behind. */
export function checkServerFile(folder: string): Finding {
  const check = 'server file'
  const file = join(folder, 'server.json')
  if (!existsSync(file)) return well(check, 'none: no server runs on this data folder')
  try {
    const { pid, url } = JSON.parse(readFileSync(file, 'utf8')) as { pid: number; url: string }
    return isAlive(pid)
      ? well(check, `process ${pid} at ${url}`)
      : ill(
          check,
          `${file} names process ${pid}, which has ended`,
          'Start the server again; it puts the file right.',
        )
  } catch {
    return ill(check, `${file} cannot be read`, 'Start the server again; it puts the file right.')
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as { code?: string }).code !== 'ESRCH'
  }
}
