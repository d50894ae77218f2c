/**
 * Collects evidence when an incident is declared and when it is over. Stands beside the answers of the ledger,
 * since reading telemetry takes a while and nobody is to wait for it; what is missing after a crash is collected
 * by the next look. Evidence is a fact: it does not change when telemetry is gone.
 */
import { type Log, messageOf, type Sql } from '#base'
import { createFollower, evidenceCollected, type Follower, type Ledger } from '#ledger'
import { loadModel, type Model } from '#model'
import type { SeriesSource, TelemetryStore } from '#telemetry'
import { type Incident, readIncident } from '../incidents/index.ts'
import { collect } from './collect.ts'
import type { Scene, Span } from './evidence.ts'
import { sources } from './sources/index.ts'

type Occasion = 'declared' | 'resolved'

/** What fails first needs a moment until it shows in everything. */
const SETTLE_MS = 10_000
/** What was found later than this says nothing about then. */
const TOO_LATE_MS = 86_400_000
const BEFORE_MS = 15_000
const MOST_TROUBLE_MS = 15 * 60_000
const USUAL_MS = 3_600_000
/** A busy ledger is no reason to look more often. */
const REST_MS = 500
const CHANGES_MS = 2 * 3_600_000

export function createCauseWatch(options: {
  readonly ledger: Ledger
  readonly store: TelemetryStore
  readonly series: SeriesSource
  readonly log: Log
}): Follower {
  const { ledger, store, series, log } = options
  const { sql } = ledger.database

  /** Collects for the first incident that waits; true when there may be more. */
  async function pass(): Promise<boolean | number> {
    const nowMs = await ledger.nowMs()
    const [next] = await sql<{ id: string; occasion: Occasion; due_at: Date }>`
      select id, occasion, due_at from (
        select id, 'declared' as occasion,
          least(opened_at + ${SETTLE_MS} * interval '1 millisecond', resolved_at) as due_at
        from incident
        union all
        select id, 'resolved', resolved_at from incident where state = 'resolved'
      ) as wanted
      where due_at > ${new Date(nowMs - TOO_LATE_MS).toISOString()} and not exists (
        select 1 from ledger where subject = wanted.id and type = ${evidenceCollected.type}
          and data->>'occasion' = wanted.occasion and time >= wanted.due_at - interval '1 second')
      order by due_at limit 1`
    if (!next) return false
    const dueInMs = next.due_at.getTime() - nowMs
    if (dueInMs > 0) return dueInMs
    const incident = await readIncident(sql, next.id)
    if (incident) await collectFor(incident, next, nowMs)
    return true
  }

  async function collectFor(
    incident: Incident,
    { occasion, due_at }: { readonly occasion: Occasion; readonly due_at: Date },
    nowMs: number,
  ): Promise<void> {
    const model = await loadModel(sql, incident.workload)
    const scene: Scene = { ...sceneOf(incident, model, nowMs), ledger, store, series }
    const { suspects, items, blind } = await collect(sources, scene)
    const { trouble, usual } = scene
    await ledger.transact({ actor: 'service:causes' }, async (tx) => {
      // Another node may have been quicker.
      if (await isCollected(tx.sql, incident.id, occasion, due_at)) return
      await tx.append(
        evidenceCollected(incident.id, {
          ...{ workload: incident.workload, number: incident.number, occasion },
          ...{ from: iso(trouble.fromMs), to: iso(trouble.toMs) },
          ...{ usualFrom: iso(usual.fromMs), usualTo: iso(usual.toMs) },
          suspects: suspects.map((one) => ({ ...one, reasons: [...one.reasons] })),
          ...{ items: [...items], blind: [...blind] },
        }),
      )
    })
  }

  return createFollower({
    ledger,
    pass,
    restMs: REST_MS,
    failed: (error) => log.warn('evidence was not collected', { error: messageOf(error) }),
  })
}

async function isCollected(sql: Sql, incident: string, occasion: Occasion, dueAt: Date) {
  const found = await sql`
    select 1 from ledger where subject = ${incident} and type = ${evidenceCollected.type}
      and data->>'occasion' = ${occasion} and time >= ${dueAt.toISOString()}::timestamptz - interval '1 second'`
  return found.length > 0
}

function sceneOf(
  incident: Incident,
  model: Model | undefined,
  nowMs: number,
): Omit<Scene, 'ledger' | 'store' | 'series'> {
  const beganMs = Date.parse(incident.occurredAt)
  const fromMs = beganMs - BEFORE_MS
  const endMs = incident.resolvedAt ? Date.parse(incident.resolvedAt) : nowMs
  const span = (from: number, to: number): Span => ({ fromMs: from, toMs: Math.max(from, to) })
  const names = new Map(
    model?.all('component').map(({ name, spec }) => [spec.service ?? name, `component:${name}`]),
  )
  return {
    ...{ incident, model },
    trouble: span(fromMs, Math.min(endMs, fromMs + MOST_TROUBLE_MS)),
    usual: span(fromMs - USUAL_MS, fromMs - BEFORE_MS),
    changes: span(beganMs - CHANGES_MS, beganMs + BEFORE_MS),
    nameOf: (service) => names.get(service) ?? `service:${service}`,
  }
}

const iso = (ms: number) => new Date(ms).toISOString()
