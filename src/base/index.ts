/** The door of base: no word of the domain lives behind it. */
export { canonicalJson, contentHash, type Json } from './canonical.ts'
export { type Clock, ManualClock, systemClock } from './clock.ts'
export {
  type Database,
  type DatabaseOptions,
  DatabaseUnreachable,
  openDatabase,
  type Sql,
} from './database/database.ts'
export { type EmbeddedPostgres, startEmbeddedPostgres } from './database/embedded.ts'
export { type Migration, migrateDown, migrateUp, readMigrations } from './database/migrations.ts'
export { Duration, durationMs, formatDuration, parseDuration } from './durations.ts'
export {
  defineError,
  type ErrorDefinition,
  type ErrorKind,
  messageOf,
  OpsplaneError,
} from './errors.ts'
export {
  BadExpression,
  compileExpression,
  type Evaluation,
  type Expression,
} from './expressions.ts'
export { newId } from './ids.ts'
export {
  BadMatcher,
  formatMatcher,
  type LabelMatcher,
  matchesAll,
  parseMatcher,
} from './label-matcher.ts'
export { createLog, type Log, silentLog } from './log.ts'
export { packageFolder } from './package-folder.ts'
export {
  BadSchedule,
  occurrencesOf,
  type Recurrence,
  type Schedule,
  scheduleAt,
} from './schedule.ts'
export { instantOf, instantOfWallClock, isZone, type LocalTime, wallClockMs } from './zoned-time.ts'
