/** Where this host keeps its own log when nobody says which logs are meant: the journal, or the files of syslog. */
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

export interface SystemLogs {
  readonly files: readonly string[]
  /** The program that follows the journal. */
  readonly journalctl?: string | undefined
}

const JOURNALS = ['/run/log/journal', '/var/log/journal']
const FILES = ['/var/log/syslog', '/var/log/messages']

export function systemLogs(path: string = process.env.PATH ?? ''): SystemLogs {
  const program = path
    .split(delimiter)
    .map((folder) => join(folder, 'journalctl'))
    .find(isRunnable)
  if (program && JOURNALS.some((folder) => existsSync(folder)))
    return { files: [], journalctl: program }
  return { files: FILES.filter((file) => existsSync(file)) }
}

function isRunnable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
