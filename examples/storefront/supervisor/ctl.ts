/** The `shop` command of runbooks and drills: one clear line, safe to repeat, an exit code. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

interface State {
  readonly processes: Readonly<
    Record<string, { readonly pid: number | null; readonly version: string }>
  >
  readonly addresses: Readonly<Record<string, string>>
}

const USAGE = `shop status
shop start|stop|restart|kill NAME
shop release NAME VERSION
shop version NAME
shop pid NAME
shop route payments primary|standby
shop latency MILLISECONDS`

export async function ctl(dir: string, words: readonly string[]): Promise<void> {
  const [command = '', name = '', value = ''] = words
  const file = join(dir, 'control.json')
  if (!existsSync(file)) throw new Error('the shop is not open')
  const { controlUrl } = JSON.parse(readFileSync(file, 'utf8')) as { controlUrl: string }
  const ask = async (method: string, path: string, body?: object): Promise<State> => {
    const answer = await fetch(`${controlUrl}/${path}`, {
      method,
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(30_000),
    })
    const state = (await answer.json()) as State & { error?: string }
    if (!answer.ok) throw new Error(state.error)
    return state
  }
  const print = (line: string): void => void process.stdout.write(`${line}\n`)
  switch (command) {
    case 'status': {
      const { processes } = await ask('GET', 'processes')
      for (const [one, { pid, version }] of Object.entries(processes))
        if (version)
          print(
            `${one.padEnd(20)} ${version.padEnd(8)} ${pid ? `running, pid ${pid}` : 'not running'}`,
          )
      return
    }
    case 'start':
    case 'stop':
    case 'restart':
    case 'kill': {
      const { processes } = await ask('POST', `processes/${name}/${command}`)
      const { pid } = processes[name]!
      return print(pid ? `${name} runs, pid ${pid}` : `${name} does not run`)
    }
    case 'release': {
      const { processes } = await ask('POST', `processes/${name}/release`, { version: value })
      return print(`${name} runs ${processes[name]!.version}`)
    }
    case 'version':
    case 'pid': {
      const found = (await ask('GET', 'processes')).processes[name]
      if (!found?.pid) throw new Error(`${name} does not run`)
      return print(command === 'pid' ? String(found.pid) : found.version)
    }
    case 'route': {
      const { addresses } = await ask('GET', 'processes')
      const answer = await fetch(`${addresses[name]}/route`, {
        method: 'PUT',
        body: JSON.stringify({ route: value }),
        signal: AbortSignal.timeout(5_000),
      })
      if (!answer.ok) throw new Error(await answer.text())
      return print(`${name} takes the ${value} route`)
    }
    case 'latency': {
      const { addresses } = await ask('GET', 'processes')
      const ms = Number(name)
      if (!Number.isFinite(ms) || ms < 0) throw new Error('the latency is a number of milliseconds')
      const answer = await fetch(addresses['processor-link-control']!, {
        method: 'PUT',
        body: JSON.stringify({ ms }),
        signal: AbortSignal.timeout(5_000),
      })
      if (!answer.ok) throw new Error(await answer.text())
      return print(`the card processor answers ${ms} ms later`)
    }
    default:
      throw new Error(`unknown command\n${USAGE}`)
  }
}
