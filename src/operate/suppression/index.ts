/** The door of suppression: reasons for telling nobody of an open alarm, which never change what it is. */
export {
  checkSilence,
  createSilence,
  endSilence,
  type NewSilence,
  SilenceIsOver,
  SilenceNotFound,
  SilencesAll,
} from './commands.ts'
export { isQuieting } from './decide.ts'
export { type Hidden, PREVIEW_DAYS, previewSilence, type SilencePreview } from './preview.ts'
export { suppression } from './projection.ts'
export { isSuppressed, suppressAlarms } from './reaction.ts'
export {
  findSilence,
  type OpenRecord,
  readOpenAlarm,
  readOpenAlarms,
  readSilence,
  readSilences,
  type Silence,
} from './read.ts'
export type { SuppressionReason } from './suppression.ts'
