/**
 * The timeline of a drill, read from the ledger: the fault, and everything that followed from it. Nothing is
 * written for it; it is true because the facts are.
 */
import { drillSteadyStateChecked, type Fact, type FactOf, type Ledger } from '#ledger'
import type { Drill } from './drill.ts'
import { sentenceOf, TOLD_TYPES } from './sentences.ts'

export interface DrillMoment {
  readonly position: number
  readonly factId: string
  readonly type: string
  readonly subject: string
  /** ISO 8601 */
  readonly at: string
  /** From the fault, in milliseconds; negative before it, null when there was none. */
  readonly afterMs: number | null
  readonly actor: string
  readonly sentence: string
  /** The expectation that this fact met. */
  readonly meets: string | null
}

const MOST = 2_000

/** In the order of the ledger. */
export async function readDrillTimeline(ledger: Ledger, drill: Drill): Promise<DrillMoment[]> {
  const { sql } = ledger.database
  const { id, workload, incident, run, startedPosition } = drill
  // A little after its end, since a message may still be on its way.
  const last = drill.finishedPosition ?? (await ledger.head())
  const chains = await sql<{ correlation: string }>`
    select distinct correlation from ledger
    where position between ${startedPosition} and ${last}
      and (subject = ${id} or subject = ${incident} or subject = ${run})`
  const facts: Fact[] = []
  for (const { correlation } of chains)
    facts.push(...(await ledger.read({ correlation, types: TOLD_TYPES, limit: MOST })))
  const faultMs = drill.faultAt === null ? null : Date.parse(drill.faultAt)
  const meets = new Map(
    drill.expectations.flatMap(({ name, because }) => (because ? [[because, name]] : [])),
  )
  return [...new Map(facts.map((fact) => [fact.position, fact])).values()]
    .filter(({ position }) => position >= startedPosition && position <= last)
    .filter((fact) => belongsTo(fact, drill, workload))
    .sort((a, b) => a.position - b.position)
    .flatMap((fact) => {
      const sentence = sentenceOf(fact)
      if (sentence === undefined) return []
      return [
        {
          position: fact.position,
          factId: fact.id,
          type: fact.type,
          subject: fact.subject,
          at: fact.time,
          afterMs: faultMs === null ? null : Date.parse(fact.time) - faultMs,
          actor: fact.actor,
          sentence,
          meets: meets.get(fact.id) ?? (isSteadyAgain(fact) ? 'steady-again' : null),
        },
      ]
    })
}

function isSteadyAgain(fact: Fact): boolean {
  if (fact.type !== drillSteadyStateChecked.type) return false
  const { when, met } = (fact as FactOf<typeof drillSteadyStateChecked>).data
  return when === 'after' && met
}

/** A chain may lead to several incidents; what speaks of another one is not told here. */
function belongsTo(fact: Fact, drill: Drill, workload: string): boolean {
  const data = fact.data as { workload?: unknown; incident?: unknown; instance?: unknown }
  if (data.workload !== undefined && data.workload !== workload) return false
  if (fact.subject.startsWith('inc_')) return fact.subject === drill.incident
  if (typeof data.incident === 'string') return data.incident === drill.incident
  if (typeof data.instance === 'string') return data.instance === drill.alarm?.instance
  return true
}
