/**
 * The story of an incident, read from the ledger: each fact that belongs to it as a sentence, the moments
 * that matter marked. Nothing is written for it; it is true because the facts are.
 */
import type { Sql } from '#base'
import type { Fact, Ledger } from '#ledger'
import type { Incident } from './incident.ts'
import { isKeyMoment, sentenceOf, TOLD_TYPES } from './sentences.ts'

export interface TimelineEntry {
  readonly position: number
  readonly factId: string
  /** ISO 8601 */
  readonly at: string
  readonly type: string
  readonly actor: string
  readonly sentence: string
  /** Worth a look first: opened, told, answered, over. */
  readonly isKey: boolean
  /** The fact itself, for those who want to see. */
  readonly fact: Fact
}

const MOST = 2_000

/** In the order of the ledger. */
export async function readTimeline(ledger: Ledger, incident: Incident): Promise<TimelineEntry[]> {
  const { sql } = ledger.database
  const chains = await chainsOf(sql, incident.id)
  const found = new Map<number, Fact>()
  const add = (facts: readonly Fact[]) => {
    for (const fact of facts) if (belongsTo(fact, incident)) found.set(fact.position, fact)
  }
  add(await ledger.read({ subject: incident.id, limit: MOST }))
  for (const correlation of chains)
    add(await ledger.read({ correlation, types: TOLD_TYPES, limit: MOST }))
  return [...found.values()]
    .sort((a, b) => a.position - b.position)
    .flatMap((fact) => {
      const sentence = sentenceOf(fact)
      if (sentence === undefined) return []
      const { position, id: factId, time: at, type, actor } = fact
      return [{ position, factId, at, type, actor, sentence, isKey: isKeyMoment(fact), fact }]
    })
}

/** Chains of cause that the incident, its messages and the words about it belong to. */
async function chainsOf(sql: Sql, incident: string): Promise<string[]> {
  const rows = await sql<{ correlation: string }>`
    select distinct correlation from ledger where subject = ${incident}
    union select correlation from notification where incident = ${incident}`
  return rows.map(({ correlation }) => correlation)
}

/** A chain may lead to several incidents; what speaks of another one is not told here. */
function belongsTo(fact: Fact, incident: Incident): boolean {
  const data = fact.data as { incident?: unknown; group?: unknown } | null
  if (fact.subject.startsWith('inc_')) return fact.subject === incident.id
  if (typeof data?.incident === 'string') return data.incident === incident.id
  if (typeof data?.group === 'string') return data.group === incident.group
  return true
}
