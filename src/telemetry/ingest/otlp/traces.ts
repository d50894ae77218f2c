/** Spans of OpenTelemetry as spans of ours. */
import type { Span } from '../../model.ts'
import { Checks, msOf } from '../checks.ts'
import type { DecodeContext, Decoded } from '../format.ts'
import { attributesOf } from './attributes.ts'
import { idOf } from './logs.ts'
import { originOf } from './resource.ts'
import type { OtlpSpan, TracesRequest } from './shape.ts'

const MAX_EVENTS = 128

export function translateTraces(request: TracesRequest, context: DecodeContext): Decoded {
  const checks = new Checks('traces', context)
  const spans: Span[] = []
  for (const { resource: sender, scopeSpans } of request.resourceSpans ?? []) {
    const resource = attributesOf(sender?.attributes)
    const { service } = originOf(resource)
    for (const { spans: sent } of scopeSpans ?? [])
      for (const span of sent ?? []) {
        const kept = translateSpan(span, service, resource, checks)
        if (kept) spans.push(kept)
      }
  }
  return {
    batch: { signal: 'traces', spans },
    accepted: spans.length,
    rejected: checks.rejections.toResult(),
  }
}

function translateSpan(
  span: OtlpSpan,
  service: string,
  resource: Span['resource'],
  checks: Checks,
): Span | undefined {
  const traceId = idOf(span.traceId, 32)
  const spanId = idOf(span.spanId, 16)
  if (!traceId || !spanId) {
    checks.reject('no-id', 'It has no valid trace id and span id.')
    return undefined
  }
  const startNs = span.startTimeUnixNano ?? 0n
  const endNs = span.endTimeUnixNano ?? 0n
  const attributes = attributesOf(span.attributes)
  if (!checks.time(msOf(startNs)) || !checks.attributes(attributes)) return undefined
  return {
    traceId,
    spanId,
    parentId: idOf(span.parentSpanId, 16),
    service,
    name: span.name ?? '',
    kind: within(span.kind, 5),
    startNs,
    durationNs: endNs > startNs ? endNs - startNs : 0n,
    status: within(span.status?.code, 2),
    statusMessage: span.status?.message ?? '',
    attributes,
    resource,
    events: (span.events ?? []).slice(0, MAX_EVENTS).map((event) => ({
      timeNs: event.timeUnixNano ?? startNs,
      name: event.name ?? '',
      attributes: attributesOf(event.attributes),
    })),
  }
}

const within = (value: number | undefined, most: number): number =>
  value !== undefined && value > 0 && value <= most ? value : 0
