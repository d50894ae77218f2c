/** Who did what, from where, to what, and how it ended; the newest first. */
import type { Activity } from '../model.ts'
import { type Extent, extentOf, lateRows } from '../search/extent.ts'
import type { TelemetryStore } from '../store/telemetry-store.ts'

export interface FoundActivity extends Omit<Activity, 'id' | 'attributes'> {
  /** Its place in the order; the cursor of the page after it. */
  readonly id: string
}

/** What is named must be equal; `text` is a word anywhere in the record. */
export interface ActivityQuery {
  readonly fromMs: number
  readonly toMs: number
  readonly actor?: string | undefined
  readonly action?: string | undefined
  readonly target?: string | undefined
  readonly address?: string | undefined
  readonly outcome?: FoundActivity['outcome'] | undefined
  readonly text?: string | undefined
  readonly limit?: number
  readonly after?: string | undefined
}

export interface ActivityPage extends Extent {
  readonly activities: readonly FoundActivity[]
  readonly next: string | null
}

export const MOST_ACTIVITIES = 500
const EQUAL = ['actor', 'action', 'target', 'address', 'outcome'] as const
const KEY = 'cityHash64(id, actor, source, action, target, raw)'

/** @throws QueryRefused, StoreUnavailable */
export async function searchActivity(
  store: TelemetryStore,
  query: ActivityQuery,
): Promise<ActivityPage> {
  const most = Math.min(Math.max(1, query.limit ?? 100), MOST_ACTIVITIES)
  const [, afterMs, afterKey] = /^(\d+)-(\d+)$/.exec(query.after ?? '') ?? []
  const conditions = [
    'ts >= fromUnixTimestamp64Milli({from:Int64}) and ts <= fromUnixTimestamp64Milli({to:Int64})',
    ...EQUAL.filter((name) => query[name]).map((name) => `${name} = {${name}:String}`),
    ...(query.text ? ['positionCaseInsensitiveUTF8(raw, {text:String}) > 0'] : []),
    ...(afterKey
      ? [`(ts, ${KEY}) < (fromUnixTimestamp64Milli({afterMs:Int64}), {afterKey:UInt64})`]
      : []),
  ]
  const rows = await store.ask<Omit<FoundActivity, 'timeMs' | 'id'> & { ms: string; key: string }>({
    sql: `select toUnixTimestamp64Milli(ts) as ms, toString(${KEY}) as key, actor,
            actor_kind as actorKind, address, agent, source, action, target,
            toString(outcome) as outcome, reason, raw
          from tel.activity where ${conditions.join(' and ')}
          order by ts desc, ${KEY} desc limit {most:UInt32}`,
    params: {
      ...Object.fromEntries(EQUAL.map((name) => [name, query[name] ?? ''])),
      text: query.text ?? '',
      from: Math.floor(query.fromMs),
      to: Math.ceil(query.toMs),
      afterMs: afterMs ?? '0',
      afterKey: afterKey ?? '0',
      most: most + 1,
    },
  })
  const activities = rows.slice(0, most).map(({ ms, key, ...row }) => ({
    id: `${ms}-${key}`,
    timeMs: Number(ms),
    ...row,
  }))
  return {
    activities,
    next: rows.length > most ? activities.at(-1)!.id : null,
    ...extentOf(lateRows(store.health())),
  }
}
