/** Every kind of fact. A new noun is one file beside this one and one line in the list below. */
import type { FactDefinition } from '../fact.ts'
import * as ledger from './ledger.ts'
import * as timers from './timers.ts'

const nouns = [ledger, timers]

/** All kinds by type. */
export const eventTypes: ReadonlyMap<string, FactDefinition> = new Map(
  nouns
    .flatMap((noun) => Object.values(noun) as unknown[])
    .filter((value): value is FactDefinition => typeof value === 'function' && 'schema' in value)
    .map((definition) => [definition.type, definition]),
)

export * from './ledger.ts'
export * from './timers.ts'
