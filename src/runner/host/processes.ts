/**
 * How many processes there are by state, and the programs that use most. Processes of one program are one line:
 * series by process id would be as many as there ever were processes.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gauge, type HostFolders, type Measurement, type Reader, sum } from './measurement.ts'

const TICKS_PER_SECOND = 100
const PAGE_BYTES = 4_096
/** Programs that are told of: the most by processor, and the most by memory. */
const TOP = 10
const STATES: Readonly<Record<string, string>> = {
  R: 'running',
  S: 'sleeping',
  D: 'blocked',
  I: 'idle',
  Z: 'defunct',
  T: 'stopped',
  t: 'stopped',
}

export interface Process {
  readonly pid: number
  readonly program: string
  readonly state: string
  /** Seconds of a processor since it began. */
  readonly cpuSeconds: number
  readonly memoryBytes: number
  /** When it began, so that an id that is used again is another process. */
  readonly startTicks: string
}

export function processReader({ proc }: HostFolders, now: () => number): Reader {
  let before: { atMs: number; processes: readonly Process[] } | undefined
  return () => {
    const atMs = now()
    const processes = readProcesses(proc)
    const seconds = before ? (atMs - before.atMs) / 1_000 : 0
    const measurements = summarize(processes, before?.processes ?? [], seconds)
    before = { atMs, processes }
    return measurements
  }
}

function readProcesses(proc: string): Process[] {
  return readdirSync(proc).flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      return parseProcess(readFileSync(join(proc, name, 'stat'), 'utf8')) ?? []
    } catch {
      // It ended while we looked.
      return []
    }
  })
}

/** `/proc/PID/stat`: the name stands in brackets and may itself have some. */
export function parseProcess(text: string): Process | undefined {
  const open = text.indexOf('(')
  const close = text.lastIndexOf(')')
  if (open < 0 || close < open) return undefined
  const rest = text.slice(close + 2).split(' ')
  return {
    pid: Number.parseInt(text, 10),
    program: text.slice(open + 1, close),
    state: STATES[rest[0]!] ?? 'other',
    cpuSeconds: (Number(rest[11]) + Number(rest[12])) / TICKS_PER_SECOND,
    memoryBytes: Number(rest[21]) * PAGE_BYTES,
    startTicks: rest[19]!,
  }
}

/** Counts by state and the programs with the most; shares of a processor are over the last seconds. */
export function summarize(
  processes: readonly Process[],
  before: readonly Process[],
  seconds: number,
): Measurement[] {
  const states = new Map<string, number>()
  const programs = new Map<string, { cpu: number; memory: number; count: number }>()
  const known = new Map(before.map((one) => [`${one.pid}:${one.startTicks}`, one.cpuSeconds]))
  for (const { pid, program, state, cpuSeconds, memoryBytes, startTicks } of processes) {
    states.set(state, (states.get(state) ?? 0) + 1)
    const all = programs.get(program) ?? { cpu: 0, memory: 0, count: 0 }
    all.cpu += cpuSeconds - (known.get(`${pid}:${startTicks}`) ?? 0)
    all.memory += memoryBytes
    all.count++
    programs.set(program, all)
  }
  const top = (by: 'cpu' | 'memory') =>
    [...programs].sort(([, a], [, b]) => b[by] - a[by]).slice(0, TOP)
  const named = (program: string) => ({ 'process.executable.name': program })
  return [
    ...[...states].map(([status, count]) =>
      sum('system.process.count', '{process}', count, { 'process.status': status }),
    ),
    ...(seconds > 0
      ? top('cpu')
          .filter(([, { cpu }]) => cpu > 0)
          .map(([program, { cpu }]) =>
            gauge('process.cpu.utilization', '1', cpu / seconds, named(program)),
          )
      : []),
    ...top('memory')
      .filter(([, { memory }]) => memory > 0)
      .flatMap(([program, { memory, count }]) => [
        sum('process.memory.usage', 'By', memory, named(program)),
        sum('process.count', '{process}', count, named(program)),
      ]),
  ]
}
