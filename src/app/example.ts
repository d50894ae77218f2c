/**
 * Runs the example workload beside the server: its supervisor is a process of its own, so that a server
 * that is killed leaves the shop open, and the next start goes on with the one that runs.
 */
import { spawn } from 'node:child_process'
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { defineError, type Log, packageFolder } from '#base'

export const ExampleFailed = defineError('app.example-failed', 'unavailable', {
  message: (d: { why: string }) => `The example workload did not start: ${d.why}.`,
  hint: 'Start without it: npm start -- --no-example',
})

export interface Example {
  /** It was opened now; otherwise it was running already. */
  readonly isNew: boolean
  /** What procedures and drills find in their environment: the `shop` command is on its PATH. */
  readonly environment: Readonly<Record<string, string>>
  /** smtp:// address of the shop's mail sink. */
  readonly smtpUrl: string
  /** Pages worth opening, by what they are. */
  readonly pages: Readonly<Record<string, string>>
  stop(): Promise<void>
}

interface Control {
  readonly pid: number
  readonly controlUrl: string
  readonly smtpPort: number
  readonly processes: Readonly<
    Record<string, { readonly pid: number | null; readonly port: number | null }>
  >
}

const READY_WITHIN_MS = 60_000
const STOP_WITHIN_MS = 20_000

export async function startExample(options: {
  data: string
  otlpUrl: string
  log: Log
  /** 0 for free ports, which tests take. */
  portBase?: number | undefined
}): Promise<Example> {
  const { data, otlpUrl, log, portBase } = options
  const folder = join(data, 'storefront')
  const bundle = join(packageFolder(), 'dist/storefront.mjs')
  mkdirSync(join(folder, 'bin'), { recursive: true })
  const target = join(folder, 'otlp-url')
  writeCommand(folder, bundle)
  await endWhenMoved()
  const running = readControl(folder)
  const control = running ?? (await begin())
  writeFileSync(target, otlpUrl)
  log.info('example workload runs', { supervisor: control.pid })

  /** A shop that still sends to the address of an earlier server is opened anew. */
  async function endWhenMoved(): Promise<void> {
    const running = readControl(folder)
    const known = existsSync(target) ? readFileSync(target, 'utf8') : undefined
    if (running && known !== otlpUrl) await end(running.pid)
  }

  async function begin(): Promise<Control> {
    const out = openSync(join(folder, 'supervisor.log'), 'a')
    const ports = portBase === undefined ? [] : ['--port-base', String(portBase)]
    const child = spawn(
      process.execPath,
      ['--enable-source-maps', bundle, 'up', '--dir', folder, '--otlp', otlpUrl, ...ports],
      { detached: true, stdio: ['ignore', out, out] },
    )
    closeSync(out)
    child.unref()
    const deadline = Date.now() + READY_WITHIN_MS
    for (;;) {
      const control = readControl(folder)
      if (control) return control
      if (child.exitCode !== null || Date.now() > deadline)
        throw new ExampleFailed({
          why: child.exitCode === null ? 'it took longer than a minute' : lastWords(folder),
        })
      await new Promise((done) => setTimeout(done, 50))
    }
  }

  const port = (name: string) => control.processes[name]?.port
  return {
    isNew: running === undefined,
    environment: {
      PATH: `${join(folder, 'bin')}:${process.env.PATH ?? '/usr/bin:/bin'}`,
      SHOP_DIR: folder,
      SHOP_URL: `http://127.0.0.1:${port('front-door')}`,
    },
    smtpUrl: `smtp://127.0.0.1:${control.smtpPort}`,
    pages: {
      'The shop': `http://127.0.0.1:${port('front-door')}`,
      'Its mail': `http://127.0.0.1:${port('mail')}`,
    },
    async stop() {
      const running = readControl(folder)
      if (running) await end(running.pid)
    },
  }
}

async function end(pid: number): Promise<void> {
  process.kill(pid, 'SIGTERM')
  const deadline = Date.now() + STOP_WITHIN_MS
  while (isAlive(pid) && Date.now() < deadline) await new Promise((done) => setTimeout(done, 50))
}

/** The command that runbooks and drills of the example call: `shop restart payments`. */
function writeCommand(folder: string, bundle: string): void {
  const file = join(folder, 'bin', 'shop')
  const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`
  writeFileSync(
    file,
    `#!/bin/sh\nexec ${quoted(process.execPath)} ${quoted(bundle)} ctl --dir ${quoted(folder)} "$@"\n`,
  )
  chmodSync(file, 0o755)
}

/** What the running supervisor wrote; undefined when none runs. */
function readControl(folder: string): Control | undefined {
  const file = join(folder, 'control.json')
  if (!existsSync(file)) return undefined
  const control = JSON.parse(readFileSync(file, 'utf8')) as Control
  return isAlive(control.pid) ? control : undefined
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

function lastWords(folder: string): string {
  const file = join(folder, 'supervisor.log')
  return existsSync(file)
    ? readFileSync(file, 'utf8').trim().split('\n').slice(-2).join(' ')
    : 'no reason was given'
}
