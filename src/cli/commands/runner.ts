import { join } from 'node:path'
import { BadOption } from '#app'
import { parseDuration } from '#base'
import { startRunner, systemLogs } from '#runner'
import type { Action } from '../command.ts'
import { dataFolderOf } from '../connection.ts'

const SHORTEST_MS = 1_000

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
}
export default runner

function everyMsOf(text: string): number {
  const ms = parseDuration(text)
  if (ms === undefined || ms < SHORTEST_MS)
    throw new BadOption({ option: '--every', value: text, needs: 'a duration of a second or more' })
  return ms
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
    process.once('SIGINT', end)
    process.once('SIGTERM', end)
    process.once('disconnect', end)
  })
}
