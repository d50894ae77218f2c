/** Structured logs of the process itself: a constant lower-case sentence and fields. */
import { pino } from 'pino'

export interface Log {
  debug(sentence: string, fields?: Record<string, unknown>): void
  info(sentence: string, fields?: Record<string, unknown>): void
  warn(sentence: string, fields?: Record<string, unknown>): void
  error(sentence: string, fields?: Record<string, unknown>): void
}

const SECRET_FIELDS = [
  'password',
  'token',
  'secret',
  'authorization',
  'cookie',
  '*.password',
  '*.token',
  '*.secret',
]

/** Writes JSON lines to a file descriptor; 2 (standard error) unless told otherwise. */
export function createLog(options: { level?: string; fd?: number } = {}): Log {
  const logger = pino(
    { level: options.level ?? 'info', base: null, redact: { paths: SECRET_FIELDS, censor: '***' } },
    pino.destination({ fd: options.fd ?? 2, sync: true }),
  )
  const at =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (sentence: string, fields = {}) =>
      logger[level](fields, sentence)
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

/** A log that keeps nothing; for tests and for commands that print their own words. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} }
