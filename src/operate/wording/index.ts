/** The door of wording: how times, lists and references read in what people are told. */
export { escapeMarkup } from './escape.ts'
export { listed, spoken } from './lists.ts'
export { clockTime } from './local-time.ts'
