/** What every folder brings: tables to fold facts into, and answers to facts. Parents of tables first. */

import * as evolve from '#evolve'
import { type Projection, type Reaction, timers } from '#ledger'
import { revisions } from '#model'
import * as operate from '#operate'
import * as prepare from '#prepare'
import * as procedures from '#procedures'
import * as review from '#review'

export const projections: readonly Projection[] = [
  timers,
  revisions,
  ...procedures.projections,
  ...operate.projections,
  ...prepare.projections,
  ...evolve.projections,
  ...review.projections,
]

export const reactions: readonly Reaction[] = [
  ...operate.reactions,
  ...procedures.reactions,
  ...prepare.reactions,
  ...evolve.reactions,
  ...review.reactions,
]
