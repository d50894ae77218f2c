/** Facts as the ledger page says them. */
import type { Data } from '../../data/index.ts'

export type Fact = Data<'ledger.list'>[number]

/** The first words of the types at hand, for the filter. */
export function kindsOf(facts: readonly Fact[]): string[] {
  return [...new Set(facts.map(({ type }) => type.split('.')[0] ?? type))].sort()
}

/** `person:ann` is ann, `reaction:open-incident` the rule open-incident. */
export function actorWords(actor: string): string {
  const [kind, name] = actor.split(':')
  if (!name) return actor
  if (kind === 'person') return name
  return kind === 'reaction' ? `rule ${name}` : `${kind} ${name}`
}
