import { join } from 'node:path'
import { startRunner, systemLogs } from '#runner'
import { CliError } from '../cli-error.ts'
import type { Action } from '../command.ts'
import { dataFolderOf } from '../connection.ts'

const runner: Action = async ({ terminal, connection, options }, own) => {
  const { url, token } = connection()
  const folder =
    own.folder === undefined ? join(dataFolderOf(options), 'runner') : String(own.folder)
  const running = startRunner({
    url,
    token,
    folder,
    everyMs: everyMsOf(String(own.every)),
    ...logsOf(own.logs),
    warn: (words) => terminal.note(words),
  })
  terminal.note(`- The telemetry of this host goes to ${url}; Ctrl-C ends it.`)
  await ended()
  await running.stop()
  // An open channel to the server would keep this process.
  if (process.connected) process.disconnect()
}
export default runner

/** Seconds or minutes; the door of base would bring the drivers of the stores along, to stay on every host. */
function everyMsOf(text: string): number {
  const [, amount, unit] = /^([1-9]\d{0,3})(s|m)$/.exec(text) ?? []
  if (!amount)
    throw new CliError({
      code: 'cli.bad-option',
      kind: 'bad-input',
      message: `--every is "${text}" and must be seconds or minutes, such as 10s.`,
    })
  return Number(amount) * (unit === 'm' ? 60_000 : 1_000)
}

/** Named files, the system's own log, or none. */
function logsOf(given: string | boolean | undefined) {
  if (given === false) return {}
  if (typeof given === 'string') return { logFiles: given.split(',').map((path) => path.trim()) }
  const { files, journalctl } = systemLogs()
  return { logFiles: files, journalctl }
}

/** Resolves when it is told to end, or when the server that started it is gone. */
function ended(): Promise<void> {
  return new Promise((done) => {
    const end = () => done()
    // The server may be gone before we came to listen.
    if (process.connected === false) end()
    process.once('SIGINT', end)
    process.once('SIGTERM', end)
    process.once('disconnect', end)
  })
}
