/** What pages ask, do and read from their address. */
export {
  type Filters,
  RANGES,
  type Range,
  stretch,
  useFilter,
  useFilters,
  useHref,
  useParam,
  useRange,
  useRangeOfAddress,
  useWorkload,
} from './address.ts'
export { call } from './client.ts'
export { askToDeclare, useDeclareAsked } from './declare.ts'
export { type At, type ExploreTab, explore } from './explore.ts'
export { tell } from './notes.ts'
export {
  type AnswerOptions,
  type Call,
  type Data,
  isSignedOut,
  keyOf,
  queryClient,
  type RouteName,
  sessionEnded,
  useAct,
  useAnswer,
  usePages,
} from './queries.ts'
export { rangeUsers } from './range-users.ts'
export { type Session, useMay, useSession } from './session.ts'
export { useTypedFilter } from './typed-filter.ts'
