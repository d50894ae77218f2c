/**
 * Spans and the log lines in them, of whole traces: for those who compare requests. When a range holds more than is
 * asked for, every n-th trace is taken, so that those that are taken are complete and alike in all tables.
 */
import type { TelemetryStore } from '../store/telemetry-store.ts'

export interface WholeTraces {
  readonly spans: readonly {
    readonly traceId: string
    readonly spanId: string
    /** Empty at the root. */
    readonly parentId: string
    readonly service: string
    readonly name: string
    readonly startMs: number
    readonly durationMs: number
    readonly failed: boolean
  }[]
  readonly logs: readonly {
    readonly traceId: string
    readonly spanId: string
    /** The words that lines like it have in common. */
    readonly template: string
    readonly isError: boolean
  }[]
  /** One trace in so many was taken. */
  readonly oneIn: number
}

/** OpenTelemetry's severity number of ERROR. */
const ERROR = 17
const WITHIN = `ts >= fromUnixTimestamp64Milli({from:Int64}) and ts <= fromUnixTimestamp64Milli({to:Int64})`

/** @param query.most spans, about. @throws QueryRefused, StoreUnavailable */
export async function wholeTraces(
  store: TelemetryStore,
  query: { readonly fromMs: number; readonly toMs: number; readonly most: number },
): Promise<WholeTraces> {
  const range = { from: Math.floor(query.fromMs), to: Math.ceil(query.toMs) }
  const [count] = await store.ask<{ spans: string }>({
    sql: `select count() as spans from tel.spans where ${WITHIN}`,
    params: range,
  })
  const oneIn = Math.max(1, Math.ceil(Number(count?.spans ?? 0) / query.most))
  const params = { ...range, oneIn, error: ERROR, most: query.most * 2 }
  const [spans, logs] = await Promise.all([
    store.ask<Omit<WholeTraces['spans'][number], 'failed'> & { status: number }>({
      sql: `select lower(hex(trace_id)) as traceId, lower(hex(span_id)) as spanId,
          if(parent_id = toFixedString('', 8), '', lower(hex(parent_id))) as parentId,
          service, name, toUnixTimestamp64Micro(ts) / 1e3 as startMs, duration_ns / 1e6 as durationMs, status
        from tel.spans where ${WITHIN} and cityHash64(lower(hex(trace_id))) % {oneIn:UInt32} = 0
        order by ts limit {most:UInt32}`,
      params,
    }),
    store.ask<Omit<WholeTraces['logs'][number], 'isError'> & { error: number }>({
      sql: `select logs.trace_id as traceId, logs.span_id as spanId,
          if(known.text = '', substringUTF8(logs.body, 1, 200), known.text) as template,
          toUInt8(logs.severity >= {error:UInt8}) as error
        from tel.logs as logs
        left join (select template_id, argMax(template, updated) as text
                   from tel.log_templates group by template_id) as known
          on known.template_id = logs.pattern_id
        where ${WITHIN} and logs.trace_id != '' and cityHash64(logs.trace_id) % {oneIn:UInt32} = 0
        order by ts limit {most:UInt32}`,
      params,
    }),
  ])
  return {
    spans: spans.map(({ status, ...span }) => ({ ...span, failed: status === 2 })),
    logs: logs.map(({ error, ...line }) => ({ ...line, isError: error === 1 })),
    oneIn,
  }
}
