/** What each service answered, interval by interval, and who called whom: the course that `mapServices` sums up. */
import type { TelemetryStore } from '../store/telemetry-store.ts'

export interface ServiceFigures {
  readonly services: ReadonlyMap<string, readonly FiguresAt[]>
  readonly calls: readonly { readonly caller: string; readonly callee: string }[]
}

export interface FiguresAt {
  /** Start of the interval, in milliseconds since 1970. */
  readonly atMs: number
  readonly requests: number
  /** Mean seconds for a request. */
  readonly seconds: number
  /** Share of requests that were answered without error, 0 to 1. */
  readonly answered: number
}

const MOST_ROWS = 20_000
const WITHIN = `ts >= fromUnixTimestamp64Milli({from:Int64}) and ts <= fromUnixTimestamp64Milli({to:Int64})`

/** @throws QueryRefused, StoreUnavailable */
export async function serviceFigures(
  store: TelemetryStore,
  query: { readonly fromMs: number; readonly toMs: number; readonly stepMs: number },
): Promise<ServiceFigures> {
  const params = {
    from: Math.floor(query.fromMs),
    to: Math.ceil(query.toMs),
    step: query.stepMs,
    most: MOST_ROWS,
  }
  const [rows, calls] = await Promise.all([
    store.ask<{ service: string; at: string; requests: string; seconds: number; failed: string }>({
      sql: `select service, intDiv(toUnixTimestamp64Milli(ts) - {from:Int64}, {step:Int64}) * {step:Int64} + {from:Int64} as at,
          count() as requests, avg(duration_ns) / 1e9 as seconds, countIf(status = 2) as failed
        from tel.spans where ${WITHIN} and (kind in (2, 5) or parent_id = toFixedString('', 8))
        group by service, at order by service, at limit {most:UInt32}`,
      params,
    }),
    store.ask<{ caller: string; callee: string }>({
      sql: `select distinct caller, callee from tel.service_calls where ${WITHIN} and caller != callee
        order by caller, callee limit {most:UInt32}`,
      params,
    }),
  ])
  const services = new Map<string, FiguresAt[]>()
  for (const { service, at, requests, seconds, failed } of rows) {
    const course = services.get(service) ?? []
    services.set(service, course)
    const count = Number(requests)
    course.push({
      ...{ atMs: Number(at), requests: count, seconds },
      answered: 1 - Number(failed) / count,
    })
  }
  return { services, calls }
}
