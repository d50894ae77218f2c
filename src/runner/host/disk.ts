/** What whole disks read and wrote; their partitions would count everything twice. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { counter, type HostFolders, type Measurement, type Reader } from './measurement.ts'

/** Sectors of the kernel's figures, whatever the disk's own are. */
const SECTOR_BYTES = 512

export function diskReader({ proc, sys }: HostFolders): Reader {
  return () =>
    parseDiskstats(readFileSync(join(proc, 'diskstats'), 'utf8'), (device) =>
      existsSync(join(sys, 'block', device.replaceAll('/', '!'))),
    )
}

/** `/proc/diskstats`; disks that never did anything are left out. */
export function parseDiskstats(text: string, isWhole: (device: string) => boolean): Measurement[] {
  return text.split('\n').flatMap((line) => {
    const [, , device, ...figures] = line.trim().split(/ +/)
    const [reads, , sectorsRead, readMs, writes, , sectorsWritten, writeMs, , busyMs] =
      figures.map(Number)
    if (!device || busyMs === undefined || !isWhole(device)) return []
    if (reads === 0 && writes === 0) return []
    const disk = { 'system.device': device }
    const both = (name: string, unit: string, read: number, write: number) => [
      counter(name, unit, read, { ...disk, 'disk.io.direction': 'read' }),
      counter(name, unit, write, { ...disk, 'disk.io.direction': 'write' }),
    ]
    return [
      ...both('system.disk.io', 'By', sectorsRead! * SECTOR_BYTES, sectorsWritten! * SECTOR_BYTES),
      ...both('system.disk.operations', '{operation}', reads!, writes!),
      ...both('system.disk.operation_time', 's', readMs! / 1_000, writeMs! / 1_000),
      counter('system.disk.io_time', 's', busyMs / 1_000, disk),
    ]
  })
}
