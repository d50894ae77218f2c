/**
 * A reaction answers facts with facts. It sees every fact of its kinds once, in order; its answers and its
 * place in the ledger are committed together, so a crash at any instruction changes no final state.
 * It does nothing outside the database: effects are work that a lease holder takes up (see leases.ts).
 */

import { timerFired } from './events/timers.ts'
import type { Fact, FactDefinition } from './fact.ts'
import type { Transaction } from './transaction.ts'

export interface Answer {
  readonly type: string
  give(fact: Fact, tx: Transaction): Promise<unknown>
}

export interface Reaction {
  readonly name: string
  readonly answers: readonly Answer[]
}

/** The answer to one kind of fact. */
export function answer<Type extends string, Data>(
  definition: FactDefinition<Type, Data>,
  give: (fact: Fact<Type, Data>, tx: Transaction) => Promise<unknown>,
): Answer {
  return { type: definition.type, give: give as Answer['give'] }
}

/** The answer to a timer that this feature has set. `data` is what it was set with. */
export function answerTimer<Data>(
  purpose: string,
  give: (data: Data, tx: Transaction, fact: Fact) => Promise<unknown>,
): Answer {
  return answer(timerFired, async (fact, tx) => {
    if (fact.data.purpose === purpose) await give(fact.data.data as Data, tx, fact)
  })
}

export function defineReaction(name: string, answers: readonly Answer[]): Reaction {
  return { name, answers }
}
