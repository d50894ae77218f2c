/** One log record as one line; the further lines of its body stand below it. */
import type { Terminal } from '../terminal.ts'
import { levelTone } from '../tones.ts'

export interface PrintedLog {
  readonly timeMs: number
  readonly level: string
  readonly service: string
  readonly host: string
  readonly body: string
  readonly traceId: string
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: a line must not steer the terminal it is shown in.
const STEERING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g

export function printLog(terminal: Terminal, log: PrintedLog): void {
  if (terminal.json) {
    terminal.item(log)
    return
  }
  const time = new Date(log.timeMs).toISOString()
  const [first = '', ...rest] = log.body.replace(STEERING, '�').split('\n')
  terminal.line(
    `${terminal.dim(time)}  ${terminal.status(levelTone(log.level), log.level.padEnd(7))}  ${terminal.bold(log.service)}  ${first}`,
  )
  for (const line of rest) if (line.trim() !== '') terminal.line(`    ${line}`)
}
