/**
 * Loki's push interface, in JSON and in protobuf packed with snappy. Labels of a stream are the resource of its
 * records, structured metadata are their attributes; service, host and severity are found in either.
 * Source: https://grafana.com/docs/loki/latest/reference/loki-http-api/#ingest-logs
 */
import type { LogRecord } from '../model.ts'
import { Checks, msOf } from './checks.ts'
import { type IngestFormat, plainAnswers, UnsupportedTelemetry } from './format.ts'
import { hostOf, serviceOf, severityOf, spanIdOf, traceIdOf } from './log-origin.ts'
import { readPushJson, readPushProtobuf, type Stream } from './loki/read.ts'
import { severityOfLine } from './severity.ts'

export const loki: IngestFormat = {
  name: 'loki',
  path: '/loki/api/v1/push',
  signal: 'logs',
  encoding: 'snappy',
  decode(bytes, contentType, context) {
    const checks = new Checks('logs', context)
    const records = streamsOf(bytes, contentType).flatMap((stream) =>
      recordsOf(stream, checks, context.nowMs),
    )
    return {
      batch: { signal: 'logs', records },
      accepted: records.length,
      rejected: checks.rejections.toResult(),
    }
  },
  ...plainAnswers,
}

function streamsOf(bytes: Uint8Array, contentType: string): Stream[] {
  const type = contentType.split(';', 1)[0]!.trim().toLowerCase()
  if (type === 'application/json') return readPushJson(bytes)
  if (type === 'application/x-protobuf' || type === '') return readPushProtobuf(bytes)
  throw new UnsupportedTelemetry({
    contentType: contentType.slice(0, 100),
    takes: 'application/json or application/x-protobuf',
  })
}

function recordsOf({ labels, entries }: Stream, checks: Checks, nowMs: number): LogRecord[] {
  if (!checks.attributes(labels, entries.length)) return []
  const service = serviceOf(labels)
  const host = hostOf(labels)
  const streamSeverity = severityOf(labels)
  const records: LogRecord[] = []
  for (const { timeNs = 0n, line, metadata } of entries) {
    if (!checks.time(msOf(timeNs)) || !checks.attributes(metadata)) continue
    records.push({
      timeNs,
      observedMs: nowMs,
      service: service || serviceOf(metadata),
      host: host || hostOf(metadata),
      severity: severityOf(metadata) || streamSeverity || severityOfLine(line),
      traceId: traceIdOf(metadata) || traceIdOf(labels),
      spanId: spanIdOf(metadata) || spanIdOf(labels),
      body: line.slice(0, checks.limits.maxBodyLength),
      attributes: metadata,
      resource: labels,
    })
  }
  return records
}
