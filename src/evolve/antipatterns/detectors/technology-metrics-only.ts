/**
 * Technology metrics only: what is watched and what wakes people says how machines feel, and not whether
 * customers and the business get what they should.
 */
import type { Sql } from '#base'
import { incidentOpened, notificationAccepted } from '#ledger'
import { type Model, type SpecOf, signalsOf } from '#model'
import { type DetectorContext, defineDetector, type Reading, type Row } from '../detector.ts'

const DAY_MS = 86_400_000

/** Thresholds as code; a team may hand in its own. */
export const LIMITS = {
  outcomeCoverage: 1,
  customerPageShare: 0.3,
  customerFirst: 0.2,
  outcomeAlarmShare: 0.2,
  /** A ratio over fewer cases is shown and not judged. */
  fewestCases: 5,
  reviewedWithinMs: 180 * DAY_MS,
}
export type Limits = typeof LIMITS

export interface Situation {
  readonly nowMs: number
  readonly outcomes: readonly {
    readonly name: string
    readonly title: string
    /** A value is there now; null when nobody could ask. */
    readonly fresh: boolean | null
    readonly expected: boolean
    readonly alarms: readonly string[]
    readonly reviewedAt: string | undefined
  }[]
  readonly alarms: readonly {
    readonly name: string
    readonly title: string
    readonly layer: string | undefined
    readonly protects: readonly string[]
  }[]
  readonly incidents: readonly {
    readonly id: string
    readonly title: string
    readonly byPerson: boolean
    readonly outcomes: readonly string[]
  }[]
  readonly pages: readonly { readonly id: string; readonly incident: string }[]
}

export function judge(situation: Situation, limits: Limits = LIMITS): Reading[] {
  const { outcomes, alarms, incidents, pages, nowMs } = situation
  const harmOf = new Map(incidents.map((incident) => [incident.id, incident]))
  return [
    coverage(situation, limits, nowMs),
    share('customer_page_share', 'Pages about an outcome', {
      atLeast: limits.customerPageShare,
      limits,
      rows: pages.map(({ id, incident }) => {
        const found = harmOf.get(incident)
        const hurt = found?.outcomes ?? []
        return {
          ref: id,
          title: found?.title ?? incident,
          ok: found ? hurt.length > 0 : null,
          reason: hurt.length > 0 ? hurt.join(', ') : 'no outcome is tied to it',
        }
      }),
    }),
    share('customer_first', 'Incidents that a person told us of first', {
      atMost: limits.customerFirst,
      limits,
      rows: incidents.map(({ id, title, byPerson }) => ({
        ref: id,
        title,
        ok: !byPerson,
        reason: byPerson ? 'declared by a person' : 'seen by an alarm',
      })),
    }),
    share('outcome_alarm_share', 'Alarms tied to an outcome or on a measure of what people get', {
      atLeast: limits.outcomeAlarmShare,
      limits: { ...limits, fewestCases: 1 },
      rows: alarms.map(({ name, title, layer, protects }) => {
        const tied = protects.length > 0 || layer === 'business' || layer === 'customer'
        return {
          ref: `alarm:${name}`,
          title,
          ok: tied,
          reason: tied ? protects.join(', ') || `layer ${layer}` : `layer ${layer ?? 'unknown'}`,
        }
      }),
    }),
    {
      name: 'silent_impact',
      title: 'Minutes below target without an alarm',
      value: null,
      n: outcomes.length,
      rule: '<= 0.25',
      breached: null,
      note: 'needs the history of each outcome, which is not kept as a projection yet',
      rows: [],
    },
  ]
}

/** Nothing declared is nothing covered. */
function coverage({ outcomes }: Situation, limits: Limits, nowMs: number): Reading {
  const rows = outcomes.map(({ name, title, fresh, expected, alarms, reviewedAt }): Row => {
    const reviewed =
      reviewedAt !== undefined && nowMs - Date.parse(reviewedAt) <= limits.reviewedWithinMs
    const missing = [
      fresh === false && 'no value now',
      !expected && 'no expected range',
      alarms.length === 0 && !reviewed && 'neither an alarm nor a review',
    ].filter((reason) => reason !== false)
    const unknown = fresh === null && missing.length === 0
    return {
      ref: `outcome:${name}`,
      title,
      ok: unknown ? null : missing.length === 0,
      reason: unknown ? 'nobody could ask for its value' : missing.join(', ') || alarms.join(', '),
    }
  })
  const unknown = rows.some(({ ok }) => ok === null)
  const value = unknown
    ? null
    : rows.length === 0
      ? 0
      : rows.filter(({ ok }) => ok).length / rows.length
  return {
    name: 'outcome_coverage',
    title: 'Outcomes with a fresh measure, an expected range, and an alarm or a review',
    value,
    n: rows.length,
    rule: `>= ${limits.outcomeCoverage}`,
    breached: value === null ? null : value < limits.outcomeCoverage,
    note: rows.length === 0 ? 'no outcome is declared' : null,
    rows,
  }
}

/** The share of rows that are ok; with `atMost`, the share of those that are not. */
function share(
  name: string,
  title: string,
  options: {
    readonly atLeast?: number
    readonly atMost?: number
    readonly limits: Limits
    readonly rows: readonly Row[]
  },
): Reading {
  const { atLeast, atMost, limits, rows } = options
  const known = rows.filter(({ ok }) => ok !== null)
  const good = known.filter(({ ok }) => ok).length
  const value =
    known.length === 0 ? null : (atMost === undefined ? good : known.length - good) / known.length
  const few = known.length < limits.fewestCases
  const breached =
    value === null || few ? null : atMost === undefined ? value < atLeast! : value > atMost
  return {
    name,
    title,
    value,
    n: known.length,
    rule: atMost === undefined ? `>= ${atLeast}` : `<= ${atMost}`,
    breached,
    note: value === null ? 'there is none yet' : few ? `only ${known.length}, so not judged` : null,
    rows,
  }
}

export const technologyMetricsOnly = defineDetector({
  id: 'technology-metrics-only',
  title: 'Technology metrics only',
  summary: 'What is watched says how machines feel, and not whether people are served.',
  windowMs: 28 * DAY_MS,
  async read(context) {
    return judge(await situationOf(context, this.windowMs))
  },
})

async function situationOf(context: DetectorContext, windowMs: number): Promise<Situation> {
  const { sql, model, nowMs } = context
  const since = new Date(nowMs - windowMs).toISOString()
  return {
    nowMs,
    outcomes: await outcomesOf(context),
    alarms: model.all('alarm').map(({ name, spec }) => ({
      name,
      title: spec.title,
      layer: layerOf(model, spec),
      protects: spec.protects,
    })),
    incidents: await incidentsSince(sql, model, since),
    pages: await sql<{ id: string; incident: string }>`
      select subject as id, data->>'incident' as incident from ledger
      where type = ${notificationAccepted.type} and data->>'workload' = ${model.workload}
        and data->>'purpose' = 'page' and data->>'incident' is not null and time >= ${since}
      order by position`,
  }
}

/** A journey is walked as a customer walks it. */
function layerOf(model: Model, spec: SpecOf<'alarm'>): string | undefined {
  if (spec.journey) return 'customer'
  const [signal] = signalsOf(spec)
  return signal && model.find(signal, 'signal')?.spec.layer
}

async function outcomesOf({ model, querySignal }: DetectorContext): Promise<Situation['outcomes']> {
  const outcomes: Situation['outcomes'][number][] = []
  for (const { name, spec } of model.all('outcome')) {
    const signal = model.find(spec.signal, 'signal')?.spec
    const alarms = model
      .all('alarm')
      .filter((alarm) => alarm.spec.protects.includes(`outcome:${name}`))
    outcomes.push({
      name,
      title: spec.title,
      fresh: querySignal && signal ? (await querySignal(signal.query)) !== null : null,
      expected: signal?.expected !== undefined,
      alarms: alarms.map((alarm) => `alarm:${alarm.name}`),
      reviewedAt: spec.reviewedAt,
    })
  }
  return outcomes
}

async function incidentsSince(
  sql: Sql,
  model: Model,
  since: string,
): Promise<Situation['incidents']> {
  return sql<Situation['incidents'][number]>`
    select subject as id, data->>'title' as title, data->>'alarm' is null as "byPerson",
      data->'outcomes' as outcomes
    from ledger
    where type = ${incidentOpened.type} and data->>'workload' = ${model.workload} and time >= ${since}
    order by position`
}
