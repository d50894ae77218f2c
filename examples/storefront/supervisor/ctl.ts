/** The `shop` command of runbooks and drills: one clear line, safe to repeat, an exit code. */
import type { ShopState } from './control.ts'
import { readControlFile } from './control-file.ts'

const USAGE = `usage:
  shop status [--json]
  shop start|stop|restart|kill NAME
  shop release NAME VERSION
  shop version NAME
  shop pid NAME
  shop route payments [primary|standby]
  shop latency [MILLISECONDS [JITTER]]`

const WITHIN_MS = 40_000

/** Runs one command against the shop of the folder. Throws when it could not be done. */
export async function ctl(dir: string, words: readonly string[], json: boolean): Promise<void> {
  const [command = '', name = '', value = '', ...more] = words
  const control = readControlFile(dir)
  const known = ['status', 'version', 'pid', 'release', 'route', 'latency', ...Object.keys(DONE)]
  if (!known.includes(command) || more.length > 0) throw new Error(`no such command\n${USAGE}`)
  if (!control) throw new Error(`the shop in ${dir} is not open`)
  const ask = (method: string, path: string, body?: object) =>
    send<ShopState>(method, `${control.controlUrl}/${path}`, body)
  const addressOf = async (wanted: string) => {
    const address = (await ask('GET', 'processes')).addresses[wanted]
    if (!address) throw new Error(`there is no process ${wanted}`)
    return address
  }

  if (command === 'status') return print(statusOf(await ask('GET', 'processes'), json))
  if (command === 'latency') return print(await latency(await addressOf(LINK), name, value))
  if (name === '') throw new Error(`${command} needs the name of a process\n${USAGE}`)
  if (command === 'route') return print(await route(name, await addressOf(name), value))
  if (command === 'version' || command === 'pid') {
    const found = (await ask('GET', 'processes')).processes[name]
    if (!found) throw new Error(`there is no process ${name}`)
    if (found.pid === null) throw new Error(`${name} does not run`)
    return print(command === 'pid' ? String(found.pid) : found.version)
  }
  if (command === 'release') {
    const { processes } = await ask('POST', `processes/${name}/release`, { version: value })
    return print(`${name} runs release ${processes[name]!.version}`)
  }
  const { processes } = await ask('POST', `processes/${name}/${command}`)
  return print(`${name} ${DONE[command]!(processes[name]!.pid)}`)
}

const LINK = 'processor-link-control'
const DONE: Readonly<Record<string, (pid: number | null) => string>> = {
  start: (pid) => `runs, pid ${pid}`,
  restart: (pid) => `was restarted, pid ${pid}`,
  stop: () => 'is stopped',
  kill: () => 'was killed',
}

const print = (text: string): void => void process.stdout.write(`${text}\n`)

function statusOf({ processes }: ShopState, json: boolean): string {
  if (json) return JSON.stringify(processes)
  return Object.entries(processes)
    .map(([name, { pid, port, version }]) =>
      [
        name.padEnd(18),
        version.padEnd(7),
        pid === null ? 'does not run' : `runs, pid ${pid}, port ${port}`,
      ].join(' '),
    )
    .join('\n')
}

async function route(name: string, address: string, wanted: string): Promise<string> {
  const answer = await send<{ route?: string }>(
    wanted ? 'PUT' : 'GET',
    `${address}/route`,
    wanted ? { route: wanted } : undefined,
  )
  return `${name} takes the ${answer.route} route`
}

async function latency(address: string, text: string, jitter: string): Promise<string> {
  const number = (words: string) => {
    if (!/^\d+$/.test(words)) throw new Error(`the latency is a number of ms, not "${words}"`)
    return Number(words)
  }
  const answer = await send<{ ms: number; jitterMs: number }>(
    text ? 'PUT' : 'GET',
    `${address}/latency`,
    text ? { ms: number(text), jitterMs: jitter ? number(jitter) : 0 } : undefined,
  )
  const spread = answer.jitterMs > 0 ? ` and up to ${answer.jitterMs} ms more` : ''
  return answer.ms + answer.jitterMs === 0
    ? 'the line to the card processor has no added latency'
    : `the line to the card processor is ${answer.ms} ms slower${spread}`
}

async function send<T>(method: string, url: string, body?: object): Promise<T> {
  const answer = await fetch(url, {
    method,
    ...(body ? { body: JSON.stringify(body) } : {}),
    signal: AbortSignal.timeout(WITHIN_MS),
  }).catch((error: Error) => {
    const { cause } = error as { cause?: Error }
    throw new Error(`${new URL(url).host} does not answer: ${cause?.message ?? error.message}`)
  })
  const text = await answer.text()
  if (answer.ok) return JSON.parse(text) as T
  throw new Error(reasonIn(text) ?? `the answer was ${answer.status}`)
}

function reasonIn(text: string): string | undefined {
  try {
    return (JSON.parse(text) as { error?: string }).error
  } catch {
    return undefined
  }
}
