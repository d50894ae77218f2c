/** The door of the act Prepare: game days. */
import type { Projection, Reaction } from '#ledger'
import { awaitResponse, drills } from './gamedays/index.ts'

/** Parents first: a later table may refer to an earlier one. */
export const projections: readonly Projection[] = [drills]

/** One line for each feature that answers facts. */
export const reactions: readonly Reaction[] = [awaitResponse]

export * from './gamedays/index.ts'
