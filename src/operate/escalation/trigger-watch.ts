/**
 * Triggers that are measured: how fast an outcome that suffers loses its budget, and how many customers are
 * affected. Stands beside the answers of the ledger, since reading telemetry takes a while and nobody is to
 * wait for it; what it finds is a fact like any other. Without an answer nothing is triggered.
 */
import { type Log, messageOf, type Sql } from '#base'
import { createFollower, type Follower, type Ledger } from '#ledger'
import { loadModel, type Model, objectiveOf, type Resource } from '#model'
import type { SignalReader } from '../alarms/index.ts'
import { type Incident, readIncident } from '../incidents/index.ts'
import { badShareQuery } from '../objectives/index.ts'
import type { Trigger } from '../oncall/index.ts'
import { readEscalation, readFired } from './projection.ts'
import { fire, triggerKey } from './triggers.ts'

const LOOK_MS = 15_000
/** A busy ledger is no reason to look more often. */
const REST_MS = 5_000
const BURN_OVER_MS = 5 * 60_000

interface Measure {
  /** PromQL; several series are added up. */
  readonly query: string
  /** By which its value is divided. */
  readonly per: number
  readonly say: (value: number) => string
}

/** What is asked for each kind of trigger; undefined when the outcome cannot say. */
const MEASURES: Partial<
  Record<Trigger['on'], (model: Model, outcome: Resource<'outcome'>) => Measure | undefined>
> = {
  customers: (_model, { spec: { affected: query, title } }) =>
    query === undefined
      ? undefined
      : { query, per: 1, say: (n) => `${Math.ceil(n)} customers are affected: ${title}` },
  'burn-rate': (model, outcome) => {
    const objective = objectiveOf(model, outcome)
    const { title } = outcome.spec
    return (
      objective && {
        query: badShareQuery(objective, BURN_OVER_MS),
        per: 1 - objective.target,
        say: (rate) => `${title} loses its budget ${rate.toFixed(1)} times as fast as allowed`,
      }
    )
  },
}

export function createTriggerWatch(options: {
  readonly ledger: Ledger
  readonly reader: SignalReader
  readonly log: Log
}): Follower {
  const { ledger, reader, log } = options
  const { sql } = ledger.database

  async function pass(): Promise<number> {
    for (const { incident, trigger } of await waiting(sql)) {
      const found = await measured(incident, trigger)
      if (found !== undefined) await pull(incident.id, trigger, found)
    }
    return LOOK_MS
  }

  /** Why the trigger is pulled, in words; undefined while it is not. */
  async function measured(incident: Incident, trigger: Trigger): Promise<string | undefined> {
    const model = await loadModel(sql, incident.workload)
    const nowMs = await ledger.nowMs()
    for (const reference of incident.outcomes) {
      const outcome = model?.find(reference, 'outcome')
      const measure = outcome && MEASURES[trigger.on]?.(model!, outcome)
      const value = measure && (await read(measure.query, nowMs))
      if (value !== undefined && value / measure!.per > trigger.above!)
        return measure!.say(value / measure!.per)
    }
    return undefined
  }

  async function read(query: string, nowMs: number): Promise<number | undefined> {
    const values = (await reader.instant(query, nowMs)).map(({ value }) => value)
    const known = values.filter(Number.isFinite)
    return known.length ? known.reduce((a, b) => a + b, 0) : undefined
  }

  function pull(id: string, trigger: Trigger, why: string): Promise<void> {
    return ledger.transact({ actor: 'service:escalation' }, async (tx) => {
      // It may be over by now, or another node was quicker.
      const escalation = await readEscalation(tx.sql, id)
      if (!escalation?.triggers.some((one) => triggerKey(one) === triggerKey(trigger))) return
      await tx.append(...fire(escalation, trigger, await readFired(tx.sql, id), why))
    })
  }

  return createFollower({
    ledger,
    pass,
    wokenBy: (type) => type === 'escalation.started',
    failed: (error) => log.error('triggers were not measured', { why: messageOf(error) }),
    lookAgainMs: LOOK_MS,
    restMs: REST_MS,
  })
}

/** Triggers of open incidents that are measured and that have not been pulled. */
async function waiting(sql: Sql): Promise<{ incident: Incident; trigger: Trigger }[]> {
  const rows = await sql<{ incident: string; triggers: Trigger[] }>`
    select incident, triggers from escalation
    where state <> 'stopped' and triggers <> '[]'::jsonb`
  const found: { incident: Incident; trigger: Trigger }[] = []
  for (const { incident: id, triggers } of rows) {
    const open = triggers.filter(({ on }) => on in MEASURES)
    const incident = open.length > 0 ? await readIncident(sql, id) : undefined
    if (incident?.state !== 'open') continue
    const fired = await readFired(sql, id)
    for (const trigger of open)
      if (!fired.has(triggerKey(trigger))) found.push({ incident, trigger })
  }
  return found
}
