/** Who calls whom, how often, how well and how fast: the map of services, and the same per release. */
import { type Extent, extentOf, lateRows } from '../search/extent.ts'
import type { TelemetryStore } from '../store/telemetry-store.ts'

interface Calls {
  readonly calls: number
  readonly errors: number
  /** Calls per second over the range. */
  readonly rate: number
  readonly errorRate: number
  readonly p50Ms: number
  readonly p95Ms: number
}

/** What a service answered, whoever asked. */
export interface ServiceNode extends Calls {
  readonly service: string
  /** `service.version` of the service; empty when it is not told or not asked for. */
  readonly release: string
}

/** Calls from one service to another. */
export interface ServiceEdge extends Calls {
  readonly caller: string
  readonly callee: string
  /** Of the callee. */
  readonly release: string
}

export interface ServiceMap extends Extent {
  readonly services: readonly ServiceNode[]
  readonly edges: readonly ServiceEdge[]
}

const MOST_ROWS = 2_000

type Row<Names extends string> = Record<Names, string> & {
  readonly calls: string
  readonly errors: string
  readonly p50Ms: number
  readonly p95Ms: number
}

/** @throws QueryRefused, StoreUnavailable */
export async function mapServices(
  store: TelemetryStore,
  query: { readonly fromMs: number; readonly toMs: number; readonly byRelease?: boolean },
): Promise<ServiceMap> {
  const { fromMs, toMs, byRelease = false } = query
  const params = { from: Math.floor(fromMs), to: Math.ceil(toMs), most: MOST_ROWS + 1 }
  const seconds = Math.max(1, toMs - fromMs) / 1_000
  const [services, edges] = await Promise.all([
    store.ask<Row<'service' | 'release'>>({ sql: nodes(byRelease), params }),
    store.ask<Row<'caller' | 'callee' | 'release'>>({ sql: calls(byRelease), params }),
  ])
  return {
    services: services.slice(0, MOST_ROWS).map(({ service, release, ...row }) => ({
      service,
      release,
      ...callsOf(row, seconds),
    })),
    edges: edges.slice(0, MOST_ROWS).map(({ caller, callee, release, ...row }) => ({
      caller,
      callee,
      release,
      ...callsOf(row, seconds),
    })),
    ...extentOf(
      services.length > MOST_ROWS && `only the first ${MOST_ROWS} services are shown`,
      edges.length > MOST_ROWS && `only the first ${MOST_ROWS} connections are shown`,
      lateRows(store.health()),
    ),
  }
}

function callsOf(row: Row<never>, seconds: number): Calls {
  const count = Number(row.calls)
  const errors = Number(row.errors)
  return {
    calls: count,
    errors,
    rate: count / seconds,
    errorRate: count === 0 ? 0 : errors / count,
    p50Ms: row.p50Ms,
    p95Ms: row.p95Ms,
  }
}

const WITHIN = `ts >= fromUnixTimestamp64Milli({from:Int64}) and ts <= fromUnixTimestamp64Milli({to:Int64})`

/** What a service answers begins with a span of a server or a consumer, or with one that nobody called. */
function nodes(byRelease: boolean): string {
  return `select service, ${byRelease ? `resource['service.version']` : `''`} as release, count() as calls,
      countIf(status = 2) as errors, quantile(0.5)(duration_ns) / 1e6 as p50Ms,
      quantile(0.95)(duration_ns) / 1e6 as p95Ms
    from tel.spans where ${WITHIN} and (kind in (2, 5) or parent_id = toFixedString('', 8))
    group by service, release order by service, release limit {most:UInt32}`
}

/** Paired while the spans arrived: see `call-pairing.ts`. */
function calls(byRelease: boolean): string {
  return `select caller, callee, ${byRelease ? 'service_calls.release' : `''`} as release, count() as calls,
      countIf(failed = 1) as errors, quantile(0.5)(duration_ns) / 1e6 as p50Ms,
      quantile(0.95)(duration_ns) / 1e6 as p95Ms
    from tel.service_calls where ${WITHIN}
    group by caller, callee, release order by caller, callee, release limit {most:UInt32}`
}
