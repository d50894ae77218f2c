/**
 * What a command prints with. Data goes to standard output, everything else to standard error; colours,
 * marks and relative times only where a person reads along.
 */
import colors from 'picocolors'

export type Tone = 'ok' | 'warn' | 'crit' | 'info' | 'run' | 'unk'

const MARKS: Record<Tone, readonly [utf8: string, ascii: string]> = {
  ok: ['●', '*'],
  warn: ['▲', '!'],
  crit: ['◆', 'x'],
  info: ['■', 'i'],
  run: ['◐', '>'],
  unk: ['○', '?'],
}

export interface Terminal {
  readonly json: boolean
  /** A person reads standard output. */
  readonly interactive: boolean
  /** It shows more than ASCII. */
  readonly utf8: boolean
  /** One document: the envelope of every command. */
  data(data: unknown, next?: string | null): void
  /** One line of a stream, as NDJSON. */
  item(item: unknown): void
  line(text?: string): void
  /** Words for people; silent with --quiet and never on standard output. */
  note(text: string): void
  table(head: readonly string[], rows: readonly (readonly string[])[]): void
  status(tone: Tone, word: string): string
  bold(text: string): string
  dim(text: string): string
  /** Relative for people, ISO 8601 for pipes. */
  time(iso: string): string
}

export interface TerminalOptions {
  readonly json?: boolean
  readonly quiet?: boolean
  readonly color?: boolean
}

/**
 * Colours are for eyes: both streams are a terminal, or FORCE_COLOR asks for them; NO_COLOR (no-color.org) wins.
 * Running in a pipeline (CI) is no reason: what is printed there is read by scripts.
 */
function showsColor(env: NodeJS.ProcessEnv = process.env): boolean {
  if (env.NO_COLOR) return false
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0'
  return process.stdout.isTTY === true && process.stderr.isTTY === true && env.TERM !== 'dumb'
}

export function createTerminal(options: TerminalOptions, now: () => number = Date.now): Terminal {
  const interactive = process.stdout.isTTY === true && !process.env.CI
  const paint = colors.createColors(options.color !== false && showsColor())
  const utf8 = /utf-?8/i.test(process.env.LC_ALL ?? process.env.LC_CTYPE ?? process.env.LANG ?? '')
  const tones: Record<Tone, (text: string) => string> = {
    ok: paint.green,
    warn: paint.yellow,
    crit: paint.red,
    info: paint.blue,
    run: paint.magenta,
    unk: paint.dim,
  }
  const out = (text: string) => process.stdout.write(`${text}\n`)
  return {
    json: options.json === true,
    interactive,
    utf8,
    data: (data, next = null) => out(JSON.stringify({ data, next }, null, interactive ? 2 : 0)),
    item: (item) => out(JSON.stringify(item)),
    line: (text = '') => out(text),
    note: (text) => void (options.quiet || process.stderr.write(`${text}\n`)),
    table(head, rows) {
      const widths = head.map((title, i) =>
        Math.max(width(title), ...rows.map((row) => width(row[i] ?? ''))),
      )
      const limit = interactive ? (process.stdout.columns ?? 120) : Number.POSITIVE_INFINITY
      const write = (cells: readonly string[]) =>
        truncate(
          cells
            .map((cell, i) => cell + ' '.repeat(widths[i]! - width(cell)))
            .join('  ')
            .trimEnd(),
          limit,
        )
      out(paint.bold(write(head)))
      for (const row of rows) out(write(row))
    },
    status: (tone, word) => tones[tone](`${MARKS[tone][utf8 ? 0 : 1]} ${word}`),
    bold: paint.bold,
    dim: paint.dim,
    time: (iso) => (interactive ? ago(now() - Date.parse(iso)) : iso),
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters.
const COLOUR = /\u001b\[\d+m/g

function width(text: string): number {
  return text.replace(COLOUR, '').length
}

function truncate(text: string, limit: number): string {
  if (width(text) <= limit) return text
  // A coloured line is cut by its plain text, since half a colour would run into the next line.
  return `${text.replace(COLOUR, '').slice(0, limit - 1)}…`
}

function ago(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000))
  if (seconds < 60) return `${seconds} s ago`
  if (seconds < 3_600) return `${Math.round(seconds / 60)} min ago`
  if (seconds < 86_400) return `${Math.round(seconds / 3_600)} h ago`
  return `${Math.round(seconds / 86_400)} d ago`
}
