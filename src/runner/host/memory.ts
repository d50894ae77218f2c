/** What memory is used for, and how much of it and of swap is left. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type HostFolders, type Measurement, type Reader, sum } from './measurement.ts'

export function memoryReader({ proc }: HostFolders): Reader {
  return () => parseMeminfo(readFileSync(join(proc, 'meminfo'), 'utf8'))
}

/** `/proc/meminfo`. */
export function parseMeminfo(text: string): Measurement[] {
  const bytes = new Map(
    [...text.matchAll(/^(\w+): +(\d+) kB$/gm)].map(([, name, kB]) => [name!, Number(kB) * 1_024]),
  )
  const read = (name: string) => bytes.get(name) ?? 0
  const total = read('MemTotal')
  // What the kernel can give back at once counts as cached, as `free` counts it.
  const cached = read('Cached') + read('SReclaimable')
  const free = read('MemFree')
  const buffers = read('Buffers')
  const used = Math.max(0, total - free - buffers - cached)
  const swap = read('SwapTotal')
  return [
    sum('system.memory.limit', 'By', total),
    sum('system.linux.memory.available', 'By', read('MemAvailable')),
    ...Object.entries({ used, free, buffers, cached }).map(([state, value]) =>
      sum('system.memory.usage', 'By', value, { 'system.memory.state': state }),
    ),
    ...Object.entries({ used: swap - read('SwapFree'), free: read('SwapFree') }).map(
      ([state, value]) => sum('system.paging.usage', 'By', value, { 'system.paging.state': state }),
    ),
  ]
}
