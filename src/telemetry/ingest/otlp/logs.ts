/** Log records of OpenTelemetry as records of ours. */
import type { LogRecord } from '../../model.ts'
import { Checks, msOf } from '../checks.ts'
import type { DecodeContext, Decoded } from '../format.ts'
import { attributesOf, textOf } from './attributes.ts'
import { originOf } from './resource.ts'
import type { LogsRequest } from './shape.ts'

export function translateLogs(request: LogsRequest, context: DecodeContext): Decoded {
  const checks = new Checks('logs', context)
  const records: LogRecord[] = []
  for (const { resource: sender, scopeLogs } of request.resourceLogs ?? []) {
    const resource = attributesOf(sender?.attributes)
    const { service, host } = originOf(resource)
    for (const { logRecords } of scopeLogs ?? [])
      for (const record of logRecords ?? []) {
        const observedMs = msOf(record.observedTimeUnixNano) || context.nowMs
        // A record without its own time happened when it was seen: the protocol says so.
        const timeNs = record.timeUnixNano || record.observedTimeUnixNano || ns(context.nowMs)
        const attributes = attributesOf(record.attributes)
        if (!checks.time(msOf(timeNs)) || !checks.attributes(attributes)) continue
        const severity = record.severityNumber ?? 0
        records.push({
          timeNs,
          observedMs,
          service,
          host,
          severity: severity > 0 && severity <= 24 ? severity : 0,
          traceId: idOf(record.traceId, 32),
          spanId: idOf(record.spanId, 16),
          body: textOf(record.body).slice(0, checks.limits.maxBodyLength),
          attributes: record.eventName
            ? { ...attributes, 'event.name': record.eventName }
            : attributes,
          resource,
        })
      }
  }
  return {
    batch: { signal: 'logs', records },
    accepted: records.length,
    rejected: checks.rejections.toResult(),
  }
}

const ns = (ms: number): bigint => BigInt(Math.round(ms)) * 1_000_000n

/** An id of the right length that is not all zeros; anything else is no id. */
export function idOf(id: string | undefined, length: number): string {
  return id?.length === length && !/^0+$/.test(id) ? id : ''
}
