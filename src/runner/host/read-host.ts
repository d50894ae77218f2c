/** Everything that is measured of a host, in one look. A part that cannot be read leaves the others be. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ConnectionRecord, connectionRecords, countStates } from './connections.ts'
import { cpuReader, parseStat } from './cpu.ts'
import { diskReader } from './disk.ts'
import { filesystemReader } from './filesystem.ts'
import type { HostFolders, Measurement, Reader } from './measurement.ts'
import { memoryReader } from './memory.ts'
import { networkReader } from './network.ts'
import { listeningPorts } from './ports.ts'
import { processReader } from './processes.ts'
import { readSockets, type Socket } from './sockets.ts'

export interface Look {
  readonly measurements: readonly Measurement[]
  readonly connections: readonly ConnectionRecord[]
  /** Parts that could not be read, with the reason. */
  readonly unread: Readonly<Record<string, string>>
}

export interface Host {
  /** When it was started, in milliseconds since 1970: its counters count from then. */
  readonly bootMs: number
  look(): Promise<Look>
}

export function openHost(folders: HostFolders, now: () => number): Host {
  let sockets: readonly Socket[] = []
  const readers: Record<string, Reader> = {
    cpu: cpuReader(folders),
    memory: memoryReader(folders),
    disk: diskReader(folders),
    filesystem: filesystemReader(folders),
    network: networkReader(folders),
    processes: processReader(folders, now),
    sockets: () => {
      sockets = readSockets(folders.proc)
      return [...listeningPorts(sockets), ...countStates(sockets)]
    },
  }
  return {
    bootMs: parseStat(readFileSync(join(folders.proc, 'stat'), 'utf8')).bootMs,
    async look() {
      const measurements: Measurement[] = []
      const unread: Record<string, string> = {}
      for (const [name, read] of Object.entries(readers)) {
        try {
          measurements.push(...(await read()))
        } catch (error) {
          unread[name] = (error as Error).message
        }
      }
      return { measurements, connections: connectionRecords(sockets), unread }
    },
  }
}
