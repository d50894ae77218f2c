/** Where this host keeps its own log when nobody says which logs are meant: the journal, or the files of syslog. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

export interface SystemLogs {
  readonly files: readonly string[]
  /** The program that follows the journal. */
  readonly journalctl?: string | undefined
}

const JOURNALCTL = 'journalctl'
const ANSWERS_WITHIN_MS = 5_000
const FILES = ['/var/log/syslog', '/var/log/messages']

/** The program may be there without a journal, and a journal without leave to read it: so it is asked. */
export function systemLogs(): SystemLogs {
  const { status, stdout } = spawnSync(JOURNALCTL, ['-o', 'json', '-n', '1'], {
    encoding: 'utf8',
    timeout: ANSWERS_WITHIN_MS,
  })
  if (status === 0 && stdout.startsWith('{')) return { files: [], journalctl: JOURNALCTL }
  return { files: FILES.filter((file) => existsSync(file)) }
}
