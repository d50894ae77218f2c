/** The door of searching: what a person writes, as a condition on logs or on spans. */
export { type Condition, compileSearch } from './compile.ts'
export { LEVELS, type Level, levelOf, logDialect, logField } from './log-dialect.ts'
export { matchSearch } from './match.ts'
export { MOST_SEARCH_LENGTH, parseSearch } from './parse.ts'
export { KINDS, STATUSES, spanDialect } from './span-dialect.ts'
export { type Search, SearchNotUnderstood } from './syntax.ts'
