/** The door of logs: finding them, counting them, and what stands around them. */
export { type LogContext, LogNotFound, logsAround, MOST_AROUND } from './context.ts'
export {
  type FieldValues,
  fieldsOfLogs,
  type LogFields,
  MOST_VALUES,
  valuesOfField,
} from './fields.ts'
export { countLogs, type LogHistogram } from './histogram.ts'
export { type FoundLog, LOG_COLUMNS, LOG_KEY, type LogRow, logOf, NotAPlace } from './log.ts'
export { type LogPage, type LogSearch, MOST_LOGS, searchLogs } from './search-logs.ts'
export { MOST_BUCKETS, stepOf } from './step.ts'
export { countTemplates, MOST_COUNTED, type TemplateCounts } from './templates/count-templates.ts'
export { TemplateLearner } from './templates/learner.ts'
export { type NewTemplate, newTemplates } from './templates/new-templates.ts'
export { readTemplates } from './templates/read-templates.ts'
