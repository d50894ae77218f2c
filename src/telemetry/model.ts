/**
 * What machines tell us: metric points, log records and spans, in the shape in which they are kept.
 * Every ingest format ends here and every store begins here, so neither knows the other.
 */
import { createHash } from 'node:crypto'
import type { Points } from './points.ts'

export type MetricType = 'unknown' | 'counter' | 'gauge' | 'histogram' | 'summary'

/** Labels by name, `__name__` among them. */
export type Labels = Readonly<Record<string, string>>

/** Who a point belongs to. Two series are the same when their keys are equal. */
export interface SeriesIdentity {
  readonly name: string
  readonly type: MetricType
  readonly unit: string
  readonly labels: Labels
  readonly key: string
  /** Where a catalog notes what it found for this identity, so that the next time costs no look-up. */
  noted?: object
}

/** One value of one series. NaN is the stale marker: it says that the series ended here. */
export interface MetricPoint {
  readonly series: SeriesIdentity
  /** Which data point of the request it comes from: a histogram is one point and many values. */
  readonly item: number
  /** Milliseconds since 1970 UTC. */
  readonly timeMs: number
  readonly value: number
  /** When counting began at zero; only cumulative counters and histograms know it. */
  readonly startMs?: number
  /** The value is what was added since the last point, not the sum so far. */
  readonly delta?: boolean
}

/** What a sender says about all series of a name. */
export interface MetricFamily {
  readonly name: string
  readonly type: MetricType
  readonly help: string
  readonly unit: string
}

export interface LogRecord {
  readonly timeNs: bigint
  readonly observedMs: number
  readonly service: string
  readonly host: string
  /** OpenTelemetry's severity number, 1 to 24; 0 is not told. */
  readonly severity: number
  /** 32 hexadecimal digits or empty. */
  readonly traceId: string
  /** 16 hexadecimal digits or empty. */
  readonly spanId: string
  readonly body: string
  readonly attributes: Labels
  readonly resource: Labels
}

/** What many log records of a service have in common: their words, with placeholders where they differ. */
export interface LogTemplate {
  readonly id: bigint
  readonly service: string
  readonly text: string
  readonly firstSeenMs: number
}

export interface SpanEvent {
  readonly timeNs: bigint
  readonly name: string
  readonly attributes: Labels
}

export interface Span {
  readonly traceId: string
  readonly spanId: string
  /** Empty at the root. */
  readonly parentId: string
  readonly service: string
  readonly name: string
  /** 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  readonly kind: number
  readonly startNs: bigint
  readonly durationNs: bigint
  /** 0 not told, 1 ok, 2 error. */
  readonly status: number
  readonly statusMessage: string
  readonly attributes: Labels
  readonly resource: Labels
  readonly events: readonly SpanEvent[]
}

/** One call from a service to another: a span, and its parent in the other service. */
export interface ServiceCall {
  /** Of the span that answered. */
  readonly spanId: string
  /** When it began to answer. */
  readonly startNs: bigint
  readonly caller: string
  readonly callee: string
  /** `service.version` of who answered; empty when it is not told. */
  readonly release: string
  /** How long the caller waited, or else how long the callee took. */
  readonly durationNs: bigint
  readonly failed: boolean
}

/** Traffic between two addresses over a while, as one side saw it. */
export interface Flow {
  readonly startMs: number
  readonly endMs: number
  /** The machine that saw it, as far as told. */
  readonly host: string
  readonly interfaceId: string
  readonly direction: 'ingress' | 'egress' | ''
  /** IPv4 or IPv6. */
  readonly sourceAddress: string
  readonly destinationAddress: string
  readonly sourcePort: number
  readonly destinationPort: number
  /** IANA's number: 6 is TCP, 17 is UDP. */
  readonly protocol: number
  readonly packets: bigint
  readonly bytes: bigint
  readonly action: 'accept' | 'reject' | 'unknown'
  readonly tcpFlags: number
  readonly attributes: Labels
}

/** Somebody did something to something, and how it ended. */
export interface Activity {
  readonly timeMs: number
  /** The number that the sender gave it. */
  readonly id: string
  readonly actor: string
  readonly actorKind: string
  /** Where it came from: an address, or the name of a service. */
  readonly address: string
  readonly agent: string
  /** The system in which it was done. */
  readonly source: string
  readonly action: string
  readonly target: string
  readonly outcome: 'ok' | 'denied' | 'error'
  /** Why it was denied or went wrong. */
  readonly reason: string
  readonly attributes: Labels
  /** The record as it was sent, in JSON. */
  readonly raw: string
}

export type Batch =
  | {
      readonly signal: 'metrics'
      readonly points: Points
      readonly families?: readonly MetricFamily[]
    }
  | { readonly signal: 'logs'; readonly records: readonly LogRecord[] }
  | { readonly signal: 'traces'; readonly spans: readonly Span[] }
  | { readonly signal: 'flows'; readonly flows: readonly Flow[] }
  | { readonly signal: 'activity'; readonly activities: readonly Activity[] }

/** Makes the identity of a series; the labels are put in order, so equal series have equal keys. */
export function seriesIdentity(
  name: string,
  labels: Iterable<readonly [string, string]>,
  type: MetricType,
  unit: string,
): SeriesIdentity {
  const pairs = [...labels].filter(([label, value]) => label !== '__name__' && value !== '')
  pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  let key = name
  for (const [label, value] of pairs) key += `\u0000${label}\u0000${value}`
  return { name, type, unit, labels: Object.fromEntries([['__name__', name], ...pairs]), key }
}

/** The 64-bit id under which a series is stored: the head of the SHA-256 of its key. */
export function seriesId(key: string): bigint {
  return createHash('sha256').update(key).digest().readBigUInt64LE(0)
}
