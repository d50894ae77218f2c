/** The messages of the mail sink: the newest in memory, all of them in a file, so that a restart keeps them. */
import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'

export interface Mail {
  readonly number: number
  /** ISO 8601, UTC */
  readonly receivedAt: string
  readonly from: string
  readonly to: readonly string[]
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly messageId: string
  readonly inReplyTo: string
}

const KEPT_MESSAGES = 2_000

/** Opens the mailbox of a file. A last line that was torn by a crash was never accepted, and is left out. */
export function openMailbox(file: string) {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
  const messages = lines.flatMap(messageIn).slice(-KEPT_MESSAGES)
  if (messages.length < lines.length - 1 || lines.at(-1) !== '') {
    writeFileSync(`${file}.new`, messages.map((mail) => `${JSON.stringify(mail)}\n`).join(''))
    renameSync(`${file}.new`, file)
  }
  return {
    /** Kept on disk before it returns, as a mail server does before it accepts. */
    keep(mail: Omit<Mail, 'number'>): Mail {
      const kept = { number: (messages.at(-1)?.number ?? 0) + 1, ...mail }
      appendFileSync(file, `${JSON.stringify(kept)}\n`)
      messages.push(kept)
      if (messages.length > KEPT_MESSAGES) messages.shift()
      return kept
    },
    find: (number: number): Mail | undefined => messages.find((mail) => mail.number === number),
    newestFirst: (): readonly Mail[] => [...messages].reverse(),
  }
}

function messageIn(line: string): Mail[] {
  try {
    const mail = JSON.parse(line) as Partial<Mail>
    if (typeof mail.number !== 'number' || !Array.isArray(mail.to)) return []
    const blank = { receivedAt: '', from: '', subject: '', text: '', html: '', messageId: '' }
    return [{ inReplyTo: '', ...blank, ...mail } as Mail]
  } catch {
    return []
  }
}
