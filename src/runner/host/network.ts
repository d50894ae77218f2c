/** What went through the network interfaces, and what got lost there. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { counter, type HostFolders, type Measurement, type Reader } from './measurement.ts'

export function networkReader({ proc }: HostFolders): Reader {
  return () => parseNetDev(readFileSync(join(proc, 'net/dev'), 'utf8'))
}

/** `/proc/net/dev`; interfaces that never moved a byte are left out. */
export function parseNetDev(text: string): Measurement[] {
  return text.split('\n').flatMap((line) => {
    const parts = /^\s*([^:|\s]+):\s*(\d.*)$/.exec(line)
    if (!parts) return []
    const n = parts[2]!.trim().split(/ +/).map(Number)
    if (n[0] === 0 && n[8] === 0) return []
    const both = (name: string, unit: string, received: number, sent: number) =>
      [['receive', received] as const, ['transmit', sent] as const].map(([direction, value]) =>
        counter(name, unit, value, {
          'network.interface.name': parts[1]!,
          'network.io.direction': direction,
        }),
      )
    return [
      ...both('system.network.io', 'By', n[0]!, n[8]!),
      ...both('system.network.packet.count', '{packet}', n[1]!, n[9]!),
      ...both('system.network.errors', '{error}', n[2]!, n[10]!),
      ...both('system.network.packet.dropped', '{packet}', n[3]!, n[11]!),
    ]
  })
}
