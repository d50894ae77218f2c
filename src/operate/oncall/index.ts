/** The door of on-call: who is there now, who is next, and by which path help is called. */
export { type Grouping, groupingFor, nextTellingMs } from './grouping.ts'
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
  type Turn,
  turnAt,
  whoIsOnCall,
} from './rotation.ts'
