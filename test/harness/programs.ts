/** Programs of others, as they are installed: started as real processes, and ended by their ids. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'

const PLACES = `${process.env.PATH}:/usr/sbin:/usr/local/sbin`

/** Whether all of them are on this machine. */
export function areInstalled(...names: string[]): boolean {
  const env = { ...process.env, PATH: PLACES }
  return names.every((name) => spawnSync('which', [name], { env }).status === 0)
}

export interface Program {
  readonly process: ChildProcess
  /** What it has said lately, for the reader of a test that fails. */
  said(): string
  /** Writes to what it reads, and says that nothing more comes. */
  tell(text: string): void
  /** Resolves with its exit code. */
  ended(): Promise<number | null>
  stop(): Promise<void>
}

export function startProgram(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Program {
  const child = spawn(command, args, { env: { ...process.env, PATH: PLACES, ...env } })
  let words = ''
  const note = (bytes: Buffer) => {
    words = (words + bytes).slice(-10_000)
  }
  child.stdout.on('data', note)
  child.stderr.on('data', note)
  const ended = new Promise<number | null>((done) => child.once('close', done))
  return {
    process: child,
    said: () => words,
    tell: (text) => child.stdin.end(text),
    ended: () => ended,
    async stop() {
      child.kill('SIGTERM')
      const stubborn = setTimeout(() => child.kill('SIGKILL'), 5_000)
      await ended
      clearTimeout(stubborn)
    },
  }
}
