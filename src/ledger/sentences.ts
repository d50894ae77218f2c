/** Facts as sentences: each timeline tells its own choice of facts, all of them in this way. */
import type { Fact, FactDefinition } from './fact.ts'

export type Telling = readonly [type: string, words: (fact: Fact) => string | undefined]

export interface Teller {
  /** Types of the facts that are told. */
  readonly types: readonly string[]
  /** Undefined when the fact is not told. */
  readonly sentenceOf: (fact: Fact) => string | undefined
}

/** @example tell(alarmRaised, ({ title }) => `Alarm raised: ${title}`) */
export function tell<Type extends string, Data>(
  definition: FactDefinition<Type, Data>,
  words: (data: Data) => string | undefined,
): Telling {
  return [definition.type, (fact) => words(fact.data as Data)]
}

export function createTeller(tellings: readonly Telling[]): Teller {
  const byType = new Map(tellings)
  return {
    types: [...byType.keys()],
    sentenceOf: (fact) => byType.get(fact.type)?.(fact),
  }
}
