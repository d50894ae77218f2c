/** The range of time that options give: `--since 1h`, or `--from` and `--to`. */
import { CliError } from '../cli-error.ts'

export const RANGE_OPTIONS = [
  ['--since <duration>', 'a range from so long ago; 1h unless told'],
  ['--from <time>', 'where the range begins, as ISO 8601'],
  ['--to <time>', 'where it ends; now unless told'],
] as const

export function rangeGiven(options: Readonly<Record<string, string | boolean | undefined>>): {
  since?: string
  from?: string
  to?: string
} {
  const { since, from, to } = options as Record<string, string | undefined>
  return {
    ...(since ? { since: since.replace(/^-/, '') } : {}),
    ...(from ? { from: timeOf(from) } : {}),
    ...(to ? { to: timeOf(to) } : {}),
  }
}

function timeOf(text: string): string {
  const ms = Date.parse(text)
  if (!Number.isNaN(ms)) return new Date(ms).toISOString()
  throw new CliError({
    code: 'cli.not-a-time',
    kind: 'bad-input',
    message: `"${text}" is not a time.`,
    hint: 'Write it as 2026-01-31T12:00:00Z; for a range until now there is --since 1h.',
  })
}
