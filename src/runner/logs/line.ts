/** What a line of a log says about itself without knowing its format: its time and how bad it is. */

const LEVELS: readonly (readonly [number, string])[] = [
  [21, 'fatal|critical|crit|emergency|emerg|alert|panic'],
  [17, 'error|err'],
  [13, 'warning|warn'],
  [9, 'info|notice'],
  [5, 'debug'],
  [1, 'trace'],
]
/** A level is written in capitals, or named as one: `level=warn`, `"level":"warn"`, `[warn]`. */
const PATTERNS = LEVELS.map(
  ([severity, words]) =>
    [
      severity,
      new RegExp(`\\b(?:${words.toUpperCase()})\\b`),
      new RegExp(`(?:\\b(?:level|severity|lvl)"?\\s*[=:]\\s*"?|\\[)(?:${words})\\b`, 'i'),
    ] as const,
)
const HEAD = 300
const TIME = /^\[?(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?(Z|[+-]\d\d:?\d\d)/
const OLDEST_MS = 14 * 86_400_000
const FUTURE_MS = 5 * 60_000

/** OpenTelemetry's severity number; 0 when the line does not say it. */
export function severityOf(line: string): number {
  const head = line.slice(0, HEAD)
  for (const [severity, , named] of PATTERNS) if (named.test(head)) return severity
  for (const [severity, capitals] of PATTERNS) if (capitals.test(head)) return severity
  return 0
}

/** The time at its beginning when that has a zone, else when it was seen. */
export function timeOf(line: string, seenMs: number): number {
  const found = TIME.exec(line)
  if (!found) return seenMs
  const [, date, time, fraction = '0', zone] = found
  const offset = zone!.length === 5 ? `${zone!.slice(0, 3)}:${zone!.slice(3)}` : zone
  const toldMs = Date.parse(`${date}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}${offset}`)
  // A line whose clock is far off would not be kept; that it was seen now is true in any case.
  return toldMs > seenMs + FUTURE_MS || !(toldMs > seenMs - OLDEST_MS) ? seenMs : toldMs
}
