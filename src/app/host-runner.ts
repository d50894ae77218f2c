/**
 * Runs the runner for the server's own host, in a process of its own, so that what reads the host can neither
 * slow the server nor bring it down. It ends with the server, even when that is killed.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Log, packageFolder } from '#base'

export interface HostRunner {
  stop(): Promise<void>
}

const AGAIN_AFTER_MS = 10_000
const STOP_WITHIN_MS = 5_000
const ENTRY = 'dist/opsplane.mjs'

/** Starts it where the host can be read; elsewhere nothing is done. */
export function startHostRunner(options: {
  readonly url: string
  readonly token: string
  /** Data folder of the server. */
  readonly data: string
  readonly log: Log
}): HostRunner {
  const { url, token, data, log } = options
  const entry = join(packageFolder(), ENTRY)
  let child: ChildProcess | undefined
  let again: NodeJS.Timeout | undefined
  let stopping = false
  if (process.platform !== 'linux' || !existsSync(entry)) {
    log.info('no telemetry of this host', { platform: process.platform })
    return { stop: async () => {} }
  }

  function start(): void {
    const command = ['runner', '--server', url, '--folder', join(data, 'host'), '--no-logs']
    const started = spawn(process.execPath, ['--max-old-space-size=64', entry, ...command], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: { PATH: process.env.PATH ?? '', OPSPLANE_TOKEN: token },
    })
    child = started
    started.once('error', (error) => log.warn('the runner did not start', { why: error.message }))
    started.once('exit', (code) => {
      child = undefined
      if (stopping) return
      log.warn('the runner has ended and is started again', { code })
      again = setTimeout(start, AGAIN_AFTER_MS)
    })
  }
  start()

  return {
    async stop() {
      stopping = true
      clearTimeout(again)
      const ending = child
      if (!ending) return
      const timer = setTimeout(() => ending.kill('SIGKILL'), STOP_WITHIN_MS)
      await new Promise((done) => {
        ending.once('exit', done)
        ending.kill('SIGTERM')
      })
      clearTimeout(timer)
    },
  }
}
