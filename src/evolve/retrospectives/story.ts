/** The key moments of an incident, drafted from the ledger: its own facts and the chains of cause around them. */
import type { Sql } from '#base'
import { drillExpectationMet, drillFaultStarted, type Fact } from '#ledger'
import type { Moment } from './retrospective.ts'
import { sentenceOf, TOLD_TYPES } from './sentences.ts'

export interface Story {
  readonly facts: readonly Fact[]
  readonly moments: readonly Moment[]
  /** Id of the drill that caused it; null when it was real. */
  readonly drill: string | null
}

export async function readStory(sql: Sql, incident: string): Promise<Story> {
  const drill = await drillOf(sql, incident)
  const rows = await sql<FactRow>`
    select * from ledger
    where correlation in (select correlation from ledger where subject = ${incident})
      and type = any(${TOLD_TYPES})
    union
    select * from ledger where subject = ${drill} and type = ${drillFaultStarted.type}
    order by position`
  const facts = rows.map(toFact).filter((fact) => belongsTo(fact, incident))
  const moments = facts.flatMap((fact) => {
    const sentence = sentenceOf(fact)
    const { position, time: at, type } = fact
    return sentence === undefined ? [] : [{ position, at, type, sentence }]
  })
  return { facts, moments, drill }
}

/** A drill says itself which incident it led to. */
async function drillOf(sql: Sql, incident: string): Promise<string | null> {
  const [row] = await sql<{ subject: string }>`
    select subject from ledger
    where type = ${drillExpectationMet.type} and data->>'incident' = ${incident}
    order by position desc limit 1`
  return row?.subject ?? null
}

/** A chain may lead to several incidents; what speaks of another one is not told here. */
function belongsTo(fact: Fact, incident: string): boolean {
  const data = fact.data as { incident?: unknown }
  if (fact.subject.startsWith('inc_')) return fact.subject === incident
  return typeof data.incident !== 'string' || data.incident === incident
}

interface FactRow extends Omit<Fact, 'time' | 'recordedAt'> {
  readonly time: Date
  readonly recorded_at: Date
}

function toFact({ time, recorded_at, ...fact }: FactRow): Fact {
  return { ...fact, time: time.toISOString(), recordedAt: recorded_at.toISOString() }
}
