/** The door of on-call: who is there now, who is next, and by which path help is called. */
export { type Grouping, groupingFor, nextTellingMs } from './grouping.ts'
export {
  endOverride,
  type Override,
  overrideRotation,
  overrides,
  readOverrides,
} from './override.ts'
export {
  ackTtlOf,
  type Policy,
  type PolicyStep,
  policyFor,
  policyOf,
  policyTo,
  type Trigger,
} from './policy.ts'
export {
  type HandOver,
  nextHandOver,
  type Rotation,
  type Shift,
  shiftAt,
  type Turn,
  turnAt,
  whoIsOnCall,
} from './rotation.ts'
