/** The door of the act Evolve: changes, retrospectives, lessons, improvements, anti-patterns. */
import type { Projection, Reaction } from '#ledger'
import { deployments } from './changes/index.ts'
import { improvements } from './improvements/index.ts'
import { lessons } from './lessons/index.ts'
import { openRetrospectives, retrospectives } from './retrospectives/index.ts'

/** Parents first: a later table may refer to an earlier one. */
export const projections: readonly Projection[] = [
  deployments,
  retrospectives,
  lessons,
  improvements,
]

/** One line for each feature that answers facts. */
export const reactions: readonly Reaction[] = [openRetrospectives]

export * from './antipatterns/index.ts'
export * from './changes/index.ts'
export * from './improvements/index.ts'
export * from './lessons/index.ts'
export * from './retrospectives/index.ts'
