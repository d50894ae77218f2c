/** One process of the shop: started, ended and replaced on request, one request after the other. */
import { type ChildProcess, spawn } from 'node:child_process'
import { openLogFile } from './log-file.ts'

export interface ManagedProcess {
  readonly name: string
  version(): string
  /** undefined while it does not run. */
  pid(): number | undefined
  /** Returns when it is ready; leaves one that runs alone. */
  start(): Promise<void>
  /** Ends it in order, or at once by SIGKILL. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>
  restart(): Promise<void>
  /** Runs this version from now on. Tells the former one, or undefined when it was running already. */
  release(version: string): Promise<string | undefined>
}

export interface ManagedProcessOptions {
  readonly name: string
  readonly version: string
  /** Program and arguments. */
  readonly command: readonly string[]
  readonly logFile: string
  environment(version: string): NodeJS.ProcessEnv
  /** It is ready, or it has ended. */
  onChange(): void
  /** It has ended without having been asked to. */
  onExit(how: string): void
}

const READY_WITHIN_MS = 30_000
const END_WITHIN_MS = 5_000

export function manageProcess(options: ManagedProcessOptions): ManagedProcess {
  const { name, onChange, onExit } = options
  const log = openLogFile(options.logFile)
  let version = options.version
  let child: ChildProcess | undefined
  let pid: number | undefined
  let asked = false
  let turn: Promise<unknown> = Promise.resolve()
  /** Requests that come together wait for one another. */
  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const next = turn.then(act, act)
    turn = next.catch(() => {})
    return next
  }

  function start(): Promise<void> {
    if (child) return Promise.resolve()
    const [program, ...args] = options.command
    const started = spawn(program!, args, {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: options.environment(version),
    })
    child = started
    pid = started.pid
    asked = false
    let words = ''
    started.stdout!.on('data', (text: Buffer) => log.write(text))
    started.stderr!.on('data', (text: Buffer) => {
      words = `${words}${text}`.slice(-500)
      log.write(text)
    })
    return new Promise((done, fail) => {
      const late = setTimeout(() => started.kill('SIGKILL'), READY_WITHIN_MS)
      started.once('message', (message: { pid?: number }) => {
        clearTimeout(late)
        // The one that does the work may be a child of the one we started.
        pid = message.pid ?? started.pid
        onChange()
        done()
      })
      started.once('exit', (code, signal) => {
        clearTimeout(late)
        if (child === started) child = pid = undefined
        const how = signal ?? `code ${code}`
        onChange()
        if (!asked) onExit(how)
        fail(new Error(`${name} ended with ${how}${words ? `: ${lastLine(words)}` : ''}`))
      })
      started.once('error', (error) => {
        clearTimeout(late)
        child = pid = undefined
        fail(error)
      })
    })
  }

  async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const ending = child
    if (!ending) return
    const gone = new Promise<void>((done) => ending.once('exit', () => done()))
    // Killed is what happens to a process; stopped is what is asked of it.
    asked = signal === 'SIGTERM'
    if (signal === 'SIGKILL' && pid !== undefined) killNow(pid)
    else ending.kill(signal)
    const late = setTimeout(() => {
      if (pid !== undefined) killNow(pid)
      ending.kill('SIGKILL')
    }, END_WITHIN_MS)
    await gone
    clearTimeout(late)
  }

  return {
    name,
    version: () => version,
    pid: () => pid,
    start: () => inTurn(start),
    end: (signal) => inTurn(() => end(signal)),
    restart: () => inTurn(() => end('SIGTERM').then(start)),
    release: (wanted) =>
      inTurn(async () => {
        if (wanted === version && child) return undefined
        const previous = version
        await end('SIGTERM')
        version = wanted
        await start()
        return previous
      }),
  }
}

function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended by itself meanwhile.
  }
}

const lastLine = (text: string) => text.trim().split('\n').at(-1)
