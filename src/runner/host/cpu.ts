/** Time of the processors by what it went into, load, and since when the host runs. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  counter,
  gauge,
  type HostFolders,
  type Measurement,
  type Reader,
  sum,
} from './measurement.ts'

/** The kernel counts in hundredths of a second for everybody outside of it. */
const TICKS_PER_SECOND = 100
const MODES = ['user', 'nice', 'system', 'idle', 'iowait', 'interrupt', 'interrupt', 'steal']

export function cpuReader({ proc }: HostFolders): Reader {
  return () => [
    ...parseStat(readFileSync(join(proc, 'stat'), 'utf8')).measurements,
    ...parseLoad(readFileSync(join(proc, 'loadavg'), 'utf8')),
    ...parseUptime(readFileSync(join(proc, 'uptime'), 'utf8')),
  ]
}

/** `/proc/stat`: since its boot, over all processors. */
export function parseStat(text: string): { bootMs: number; measurements: Measurement[] } {
  const times = /^cpu +(.*)$/m.exec(text)?.[1]?.split(' ').map(Number) ?? []
  const byMode = new Map<string, number>()
  for (const [i, mode] of MODES.entries())
    byMode.set(mode, (byMode.get(mode) ?? 0) + (times[i] ?? 0))
  const count = text.match(/^cpu\d+ /gm)?.length ?? 0
  const created = /^processes (\d+)$/m.exec(text)?.[1]
  const measurements = [...byMode].map(([mode, ticks]) =>
    counter('system.cpu.time', 's', ticks / TICKS_PER_SECOND, { 'cpu.mode': mode }),
  )
  measurements.push(sum('system.cpu.logical.count', '{cpu}', count))
  if (created) measurements.push(counter('system.process.created', '{process}', Number(created)))
  return { bootMs: Number(/^btime (\d+)$/m.exec(text)?.[1] ?? 0) * 1_000, measurements }
}

/** `/proc/loadavg`. */
export function parseLoad(text: string): Measurement[] {
  const loads = text.split(' ').map(Number)
  return ['1m', '5m', '15m'].map((span, i) =>
    gauge(`system.cpu.load_average.${span}`, '{thread}', loads[i] ?? 0),
  )
}

/** `/proc/uptime`. */
export function parseUptime(text: string): Measurement[] {
  return [gauge('system.uptime', 's', Number(text.split(' ')[0]))]
}
