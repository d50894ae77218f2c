/** What processes have used, from /proc: CPU of a tree, memory now. Linux only, as the peers of Debian are. */
import { readdirSync, readFileSync } from 'node:fs'

const TICKS_PER_SECOND = 100

interface Stat {
  readonly pid: number
  readonly parent: number
  readonly name: string
  readonly cpuSeconds: number
}

function stats(): Stat[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      const text = readFileSync(`/proc/${name}/stat`, 'utf8')
      const end = text.lastIndexOf(')')
      const rest = text.slice(end + 2).split(' ')
      const ticks = Number(rest[11]) + Number(rest[12])
      return [
        {
          pid: Number(name),
          parent: Number(rest[1]),
          name: text.slice(text.indexOf('(') + 1, end),
          cpuSeconds: ticks / TICKS_PER_SECOND,
        },
      ]
    } catch {
      // It ended meanwhile.
      return []
    }
  })
}

/** The process and those below it, without PostgreSQL: no peer has a ledger. */
function treeOf(pid: number): Stat[] {
  const all = stats()
  const found = all.filter((one) => one.pid === pid)
  for (let i = 0; i < found.length; i++)
    found.push(...all.filter(({ parent, name }) => parent === found[i]!.pid && name !== 'postgres'))
  return found
}

/** Seconds of CPU since they began. */
export function cpuOf(pid: number): number {
  return treeOf(pid).reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0)
}

/** Megabytes in memory now. */
export function memoryOf(pid: number): number {
  return treeOf(pid).reduce((sum, one) => {
    const kB = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${one.pid}/status`, 'utf8'))?.[1]
    return sum + Number(kB ?? 0) / 1_000
  }, 0)
}

/** CPU and memory of each part of ours: the server, the engine of its telemetry, its PostgreSQL. */
export function partsOf(pid: number): Record<string, { cpuSeconds: number; memoryMB: number }> {
  const all = stats()
  const found = all.filter((one) => one.pid === pid)
  for (let i = 0; i < found.length; i++)
    found.push(...all.filter(({ parent }) => parent === found[i]!.pid))
  const parts: Record<string, { cpuSeconds: number; memoryMB: number }> = {}
  for (const { pid: one, name, cpuSeconds } of found) {
    const part =
      one === pid ? 'the server' : name === 'postgres' ? 'PostgreSQL' : 'the telemetry store'
    const { cpuSeconds: cpu = 0, memoryMB: memory = 0 } = parts[part] ?? {}
    parts[part] = { cpuSeconds: cpu + cpuSeconds, memoryMB: memory + residentMB(one, part) }
  }
  return parts
}

/** Processes of PostgreSQL share most of their memory: only what each has for itself counts. */
function residentMB(pid: number, part: string): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const field = part === 'PostgreSQL' ? /RssAnon:\s+(\d+)/ : /VmRSS:\s+(\d+)/
    return Number(field.exec(status)?.[1] ?? 0) / 1_000
  } catch {
    return 0
  }
}

/** Seconds of CPU that everything on the machine has used. */
export function cpuOfMachine(): number {
  const [user, nice, system, , , irq, softirq] = readFileSync('/proc/stat', 'utf8')
    .split('\n')[0]!
    .split(/\s+/)
    .slice(1)
    .map(Number)
  return (user! + nice! + system! + irq! + softirq!) / TICKS_PER_SECOND
}
