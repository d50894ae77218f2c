/**
 * What distinguishes two sets of spans: slow and fast, failed and well, before and after. Every attribute and
 * value is counted in both, and those whose shares differ most come first.
 *
 * Small counts are treated honestly: what counts is by how much the shares differ at least, at 99.9 % confidence
 * (many values are compared at once, so the usual 95 % would find differences in noise). See `shares.ts`.
 */
import { type Extent, extentOf, lateRows, told } from '../search/extent.ts'
import {
  type Condition,
  compileSearch,
  KINDS,
  parseSearch,
  STATUSES,
  spanDialect,
} from '../search/index.ts'
import type { TelemetryStore } from '../store/telemetry-store.ts'
import type { TraceSearch } from './search-traces.ts'
import { type Certainty, certaintyOf } from './shares.ts'

export interface ComparedSet {
  /** Spans that were found. */
  readonly found: number
  /** Spans that were compared: the newest of them. */
  readonly spans: number
  readonly errors: number
  readonly p50Ms: number | null
  readonly p95Ms: number | null
}

export interface Difference extends Certainty {
  /** As it is written in a search. */
  readonly field: string
  readonly of: 'span' | 'attribute' | 'resource'
  readonly value: string
  /** Spans that have the value, in the first set and in the second. */
  readonly a: number
  readonly b: number
  readonly shareOfA: number
  readonly shareOfB: number
}

export interface TraceComparison extends Extent {
  readonly a: ComparedSet
  readonly b: ComparedSet
  /** The greatest certain difference first; what may be chance comes last. */
  readonly differences: readonly Difference[]
}

export const MOST_COMPARED = 10_000
const MOST_VALUES = 5_000
const MOST_DIFFERENCES = 100

/** @throws SearchNotUnderstood, QueryRefused, StoreUnavailable */
export async function compareTraces(
  store: TelemetryStore,
  first: TraceSearch,
  second: TraceSearch,
  limit = 30,
): Promise<TraceComparison> {
  const conditions = [conditionOf(first, 'a'), conditionOf(second, 'b')] as const
  const params = { ...conditions[0].params, ...conditions[1].params, sample: MOST_COMPARED }
  const both = (of: (condition: string, set: 'a' | 'b') => string) =>
    `${of(conditions[0].sql, 'a')} union all ${of(conditions[1].sql, 'b')}`
  const sets = await store.ask<SetRow>({ sql: both(overview), params })
  const a = setOf(sets.find(({ set }) => set === 'a'))
  const b = setOf(sets.find(({ set }) => set === 'b'))
  const values = await store.ask<ValueRow>({
    sql: `select of, field, value, countIf(set = 'a') as a, countIf(set = 'b') as b
          from (${both(pairs)})
          group by of, field, value
          order by abs(a / {countA:UInt32} - b / {countB:UInt32}) desc, a + b desc, field, value
          limit {values:UInt32}`,
    params: {
      ...params,
      countA: Math.max(1, a.spans),
      countB: Math.max(1, b.spans),
      values: MOST_VALUES,
    },
  })
  const differences = values
    .map(({ of, field, value, ...counts }) => {
      const inA = Number(counts.a)
      const inB = Number(counts.b)
      return {
        of,
        field,
        value: nameOf(of, field, value),
        a: inA,
        b: inB,
        shareOfA: a.spans === 0 ? 0 : inA / a.spans,
        shareOfB: b.spans === 0 ? 0 : inB / b.spans,
        ...certaintyOf({ hits: inA, of: a.spans }, { hits: inB, of: b.spans }),
      }
    })
    .sort(
      (x, y) =>
        y.atLeast - x.atLeast ||
        Math.abs(y.shareOfA - y.shareOfB) - Math.abs(x.shareOfA - x.shareOfB),
    )
  const most = Math.min(Math.max(1, Math.floor(limit)), MOST_DIFFERENCES)
  return {
    a,
    b,
    differences: differences.slice(0, most),
    ...extentOf(
      a.found > a.spans &&
        `only the newest ${told(a.spans)} of ${told(a.found)} spans of the first set were compared`,
      b.found > b.spans &&
        `only the newest ${told(b.spans)} of ${told(b.found)} spans of the second set were compared`,
      (a.spans === 0 || b.spans === 0) && 'a set without spans has nothing to compare',
      lateRows(store.health()),
    ),
  }
}

interface SetRow {
  readonly set: 'a' | 'b'
  readonly found: string
  readonly errors: string
  readonly p50: number | null
  readonly p95: number | null
}

interface ValueRow {
  readonly of: Difference['of']
  readonly field: string
  readonly value: string
  readonly a: string
  readonly b: string
}

/** The parameters of the two searches get names of their own, since both stand in one question. */
function conditionOf({ search, fromMs, toMs }: TraceSearch, set: 'a' | 'b'): Condition {
  const { sql, params } = compileSearch(parseSearch(search), spanDialect)
  const named = Object.entries(params).map(([name, value]) => [`${set}_${name}`, value] as const)
  return {
    sql: `ts >= fromUnixTimestamp64Milli({${set}_from:Int64}) and ts <= fromUnixTimestamp64Milli({${set}_to:Int64})
      and ${sql.replace(/\{(q\d+):/g, `{${set}_$1:`)}`,
    params: {
      ...Object.fromEntries(named),
      [`${set}_from`]: Math.floor(fromMs),
      [`${set}_to`]: Math.ceil(toMs),
    },
  }
}

function overview(condition: string, set: 'a' | 'b'): string {
  return `select '${set}' as set, count() as found, countIf(status = 2) as errors,
      if(count() = 0, null, quantile(0.5)(duration_ns) / 1e6) as p50,
      if(count() = 0, null, quantile(0.95)(duration_ns) / 1e6) as p95
    from tel.spans where ${condition}`
}

/** Every field and value of the newest spans, once for each span. */
function pairs(condition: string, set: 'a' | 'b'): string {
  return `select '${set}' as set, tupleElement(pair, 1) as of, tupleElement(pair, 2) as field, tupleElement(pair, 3) as value
    from (select arrayJoin(arrayConcat(
        [('span', 'service', toString(service)), ('span', 'operation', toString(name)),
         ('span', 'status', toString(status)), ('span', 'kind', toString(kind))],
        arrayMap((k, v) -> ('attribute', toString(k), v), mapKeys(attrs), mapValues(attrs)),
        arrayMap((k, v) -> ('resource', toString(k), v), mapKeys(resource), mapValues(resource)))) as pair
      from (select service, name, status, kind, attrs, resource from tel.spans
        where ${condition} order by ts desc limit {sample:UInt32}))`
}

function setOf(row: SetRow | undefined): ComparedSet {
  const found = Number(row?.found ?? 0)
  return {
    found,
    spans: Math.min(found, MOST_COMPARED),
    errors: Number(row?.errors ?? 0),
    p50Ms: row?.p50 ?? null,
    p95Ms: row?.p95 ?? null,
  }
}

function nameOf(of: Difference['of'], field: string, value: string): string {
  if (of !== 'span') return value
  if (field === 'status') return STATUSES[Number(value)] ?? value
  return field === 'kind' ? (KINDS[Number(value)] ?? value) : value
}
