/** How full file systems are: those on disks of the host, each once, however often it is mounted. */
import { readFileSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { type HostFolders, type Measurement, type Reader, sum } from './measurement.ts'

/** Network file systems are left out: asking one that is away hangs whoever asks. */
const TYPES = new Set([
  'ext2',
  'ext3',
  'ext4',
  'xfs',
  'btrfs',
  'zfs',
  'f2fs',
  'jfs',
  'vfat',
  'bcachefs',
])

export interface Mount {
  readonly device: string
  readonly path: string
  readonly type: string
}

export interface Fill {
  readonly bsize: number
  readonly blocks: number
  readonly bfree: number
  readonly bavail: number
}

export function filesystemReader({ proc }: HostFolders): Reader {
  return async () => {
    const mounts = parseMounts(readFileSync(join(proc, 'mounts'), 'utf8'))
    const measured = await Promise.all(
      mounts.map(async (mount) => {
        try {
          return measureFill(mount, await statfs(mount.path))
        } catch {
          // Mounted out of our sight, or gone since the list was read.
          return []
        }
      }),
    )
    return measured.flat()
  }
}

/** `/proc/mounts`. */
export function parseMounts(text: string): Mount[] {
  const mounts = new Map<string, Mount>()
  for (const line of text.split('\n')) {
    const [device = '', path = '', type = ''] = line.split(' ').map(unescapeOctal)
    // The root of a container is an overlay, and the only one that is asked about.
    if (!TYPES.has(type) && !(type === 'overlay' && path === '/')) continue
    if (!mounts.has(device)) mounts.set(device, { device, path, type })
  }
  return [...mounts.values()]
}

export function measureFill({ device, path, type }: Mount, fill: Fill): Measurement[] {
  const { bsize, blocks, bfree, bavail } = fill
  const where = {
    'system.device': device,
    'system.filesystem.mountpoint': path,
    'system.filesystem.type': type,
  }
  const states = { used: blocks - bfree, free: bavail, reserved: bfree - bavail }
  return [
    sum('system.filesystem.limit', 'By', blocks * bsize, where),
    ...Object.entries(states).map(([state, count]) =>
      sum('system.filesystem.usage', 'By', count * bsize, {
        ...where,
        'system.filesystem.state': state,
      }),
    ),
  ]
}

const unescapeOctal = (text: string) =>
  text.replace(/\\([0-7]{3})/g, (_, digits) => String.fromCharCode(Number.parseInt(digits, 8)))
