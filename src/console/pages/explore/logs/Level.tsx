/** The level of a record: a word, heavier and in the colour of its weight. Not a status of anybody’s health. */
import type { LogRecord } from './log-search.ts'

export type LevelName = LogRecord['level']

export const LEVELS: readonly LevelName[] = [
  'fatal',
  'error',
  'warn',
  'info',
  'debug',
  'trace',
  'unknown',
]

export function Level({ of }: { of: LevelName }) {
  return <span className={`log-level ${of}`}>{of === 'unknown' ? '—' : of}</span>
}
