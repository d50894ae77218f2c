/** How severe a record is, in OpenTelemetry's numbers, from the words and numbers that others use. */
const BY_WORD: Readonly<Record<string, number>> = {
  trace: 1,
  trc: 1,
  verbose: 1,
  debug: 5,
  dbg: 5,
  info: 9,
  inf: 9,
  information: 9,
  informational: 9,
  notice: 10,
  warn: 13,
  wrn: 13,
  warning: 13,
  error: 17,
  err: 17,
  eror: 17,
  critical: 18,
  crit: 18,
  alert: 19,
  fatal: 21,
  panic: 21,
  emerg: 21,
  emergency: 21,
}

/** Syslog's 0 (emergency) to 7 (debug). Source: OpenTelemetry logs data model, appendix B. */
const BY_SYSLOG: readonly number[] = [21, 19, 18, 17, 13, 10, 9, 5]

/** The number of a word such as `WARN`; 0 when it is none. */
export function severityOfWord(word: string): number {
  const plain = word.trim().toLowerCase()
  return Object.hasOwn(BY_WORD, plain) ? BY_WORD[plain]! : 0
}

export const severityOfSyslog = (severity: number): number => BY_SYSLOG[severity] ?? 0

const LOOKED_AT = 512
const NAMED =
  /["']?\b(?:level|lvl|severity|loglevel|log\.level)["']?\s*[=:]\s*["']?([a-z]{3,13})\b/i
const ALONE =
  /(?:^|[\s[(<|])(trace|debug|info|notice|warn(?:ing)?|error|err|crit(?:ical)?|alert|fatal|panic|emerg(?:ency)?)(?=[\s\]):>|,]|$)/i

/** What a line says of itself: `level=warn`, `"level":"error"`, `[INFO]`, `ERROR:`; 0 when it says nothing. */
export function severityOfLine(line: string): number {
  const head = line.slice(0, LOOKED_AT)
  const named = NAMED.exec(head)?.[1]
  const severity = named ? severityOfWord(named) : 0
  if (severity > 0) return severity
  // A lone word counts only where loggers put it, in capitals or in brackets: "no error" is prose.
  const alone = ALONE.exec(head.slice(0, 80))
  if (!alone) return 0
  const word = alone[1]!
  return word === word.toUpperCase() || /^[[(<|]/.test(alone[0]) ? severityOfWord(word) : 0
}
