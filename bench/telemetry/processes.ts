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
