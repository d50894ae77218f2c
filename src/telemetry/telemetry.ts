/**
 * Telemetry as one thing: what arrives is made durable, kept in memory for a while, told to those who evaluate
 * on arrival, and found again by PromQL, by search and by SQL.
 */
import { type Clock, type Log, messageOf, systemClock } from '#base'
import { Catalog, SAVE_EVERY_MS } from './catalog.ts'
import { Head } from './head.ts'
import type { Decoded, IngestFormat } from './ingest/format.ts'
import { readTemplates, TemplateLearner } from './logs/index.ts'
import { MetricIntake } from './metric-intake.ts'
import type { Labels, LogRecord, MetricFamily, MetricType, Span } from './model.ts'
import type { PlacedSamples } from './placed-samples.ts'
import { Points } from './points.ts'
import type { Matcher, SeriesSource } from './promql/index.ts'
import { DEFAULT_RETENTION, Keeping } from './retention/index.ts'
import { selfReport } from './self-report.ts'
import {
  DEFAULT_SERIES_LIMITS,
  SeriesGuard,
  type SeriesLimits,
  type SourceSeries,
} from './series-guard.ts'
import { openRecentSource } from './source.ts'
import { StandingQueries, type StandingStats } from './standing/index.ts'
import {
  activityRows,
  callRows,
  flowRows,
  logRows,
  seriesRows,
  spanRows,
  type TableName,
  templateRows,
} from './store/tables.ts'
import {
  openTelemetryStore,
  type StoreHealth,
  type StoreOptions,
  type TelemetryStore,
} from './store/telemetry-store.ts'
import type { SpoolRows } from './store/wal.ts'
import { CallPairing } from './traces/index.ts'
import { headStart, loadSamples, loadSeries } from './warm.ts'

/** What arrived just now: the metrics by name and the time of the newest sample. */
export interface Arrival {
  readonly names: ReadonlySet<string>
  readonly maxTimeMs: number
  readonly minTimeMs: number
  /** Times of the samples of one metric, in milliseconds since 1970. */
  timesOf(name: string): readonly number[]
}

/** A series by its labels, with what was said of its metric. */
export interface KnownSeries {
  readonly labels: Labels
  readonly type: MetricType
  readonly unit: string
}

export interface TelemetryStats {
  readonly series: number
  readonly headSamples: number
  /** Since when samples are answered from memory, in milliseconds since 1970. */
  readonly headFromMs: number
  /** Points, records and spans that were kept since the start, by signal. */
  readonly accepted: Readonly<Record<string, number>>
  /** What was refused since the start, by code of the reason. */
  readonly rejected: Readonly<Record<string, number>>
  /** The senders with most series that were seen in the last hour, as far as counted. */
  readonly largestSources: readonly SourceSeries[]
  readonly store: StoreHealth
  /** Queries that are kept answered, and what that takes. */
  readonly standing: StandingStats
}

export interface Telemetry {
  /** Samples for PromQL: from memory when it reaches back far enough, else from the store. */
  readonly source: SeriesSource
  readonly store: TelemetryStore
  /** Queries that are asked again and again, answered from windows in memory. */
  readonly standing: StandingQueries
  /** The series that satisfy all matchers and were seen in a range, ordered by their labels; from memory alone. */
  series(matchers: readonly Matcher[], fromMs: number, toMs: number): KnownSeries[]
  /** How long it is kept, what it costs, and how it is let go. */
  readonly keeping: Keeping
  /**
   * Keeps what was decoded; resolves when it is on disk, with what was refused here added to the rest.
   * @throws SpoolFull, SpoolUnwritable
   */
  ingest(decoded: Decoded): Promise<Decoded>
  /** Decodes and keeps the body of one request. @throws BadTelemetry, SpoolFull, SpoolUnwritable */
  receive(format: IngestFormat, bytes: Uint8Array, contentType: string): Promise<Decoded>
  /** Counts what never became telemetry: a request that could not be read, a packet that was dropped. */
  noteRefusal(code: string, times?: number): void
  /** What senders said about all series of a metric, while they say it. */
  family(name: string): MetricFamily | undefined
  /** Calls back after samples were made durable; the answer ends it. */
  onArrival(listener: (arrival: Arrival) => void): () => void
  /** Calls back with log records after they were made durable; the answer ends it. */
  onRecords(listener: (records: readonly LogRecord[]) => void): () => void
  stats(): TelemetryStats
  close(): Promise<void>
}

export interface TelemetryOptions extends StoreOptions {
  /** How long samples are kept in memory, in milliseconds; 30 minutes unless told. */
  readonly headWindowMs?: number
  /** How many of them at most; 4 million (64 MB) unless told. */
  readonly headMaxSamples?: number
  readonly maxSeries?: number
  /** How many series one sender may have; 100,000, and 20,000 of one name, unless told. */
  readonly seriesLimits?: SeriesLimits
  /** How often telemetry writes down how it fares itself, in milliseconds; never unless told. */
  readonly selfReportMs?: number
  /** How many samples the windows of standing queries have room for; 4 million (64 MB) unless told. */
  readonly standingMaxSamples?: number
}

const FUTURE_MS = 10 * 60_000
const HEAD_WINDOW_MS = 30 * 60_000
const HEAD_SAMPLES = 4_000_000
const LARGEST_SOURCES = 5

/** Opens telemetry and brings its memory up to what the store has. @throws ChdbMissing, UnusableFolder */
export async function openTelemetry(options: TelemetryOptions): Promise<Telemetry> {
  const clock = options.clock ?? systemClock
  const store = await openTelemetryStore(options)
  try {
    const nowMs = clock.now()
    const windowMs = options.headWindowMs ?? HEAD_WINDOW_MS
    const maxSamples = options.headMaxSamples ?? HEAD_SAMPLES
    const catalog = new Catalog(options.maxSeries)
    const fromMs = await headStart(store, nowMs, windowMs, maxSamples)
    const head = new Head({ windowMs, maxSamples }, fromMs)
    await loadSeries(store, catalog, nowMs - DEFAULT_RETENTION.rollup - SAVE_EVERY_MS)
    await loadSamples(store, catalog, head, nowMs + FUTURE_MS)
    const templates = new TemplateLearner()
    templates.load(await readTemplates(store))
    options.log.info('telemetry ready', { series: catalog.size, samples: head.samples })
    const keeping = await Keeping.open(store, catalog, head)
    const telemetry = new LiveTelemetry(
      options.log,
      clock,
      store,
      catalog,
      head,
      templates,
      keeping,
      new SeriesGuard(options.seriesLimits ?? DEFAULT_SERIES_LIMITS, () => catalog.all()),
      options.standingMaxSamples,
    )
    if (options.selfReportMs) telemetry.reportItself(options.selfReportMs)
    return telemetry
  } catch (error) {
    await store.close()
    throw error
  }
}

class LiveTelemetry implements Telemetry {
  readonly source: SeriesSource
  readonly store: TelemetryStore
  readonly keeping: Keeping
  readonly standing: StandingQueries
  readonly #clock: Clock
  readonly #log: Log
  readonly #catalog: Catalog
  readonly #head: Head
  readonly #templates: TemplateLearner
  readonly #guard: SeriesGuard
  readonly #metrics: MetricIntake
  readonly #pairing = new CallPairing()
  readonly #listeners = new Set<(arrival: Arrival) => void>()
  /** Who has the samples before those are told who ask for them. */
  readonly #takers: ReadonlySet<(samples: PlacedSamples) => void>
  readonly #recordListeners = new Set<(records: readonly LogRecord[]) => void>()
  readonly #accepted = new Map<string, number>()
  readonly #rejected = new Map<string, number>()
  #selfReport: NodeJS.Timeout | undefined

  constructor(
    log: Log,
    clock: Clock,
    store: TelemetryStore,
    catalog: Catalog,
    head: Head,
    templates: TemplateLearner,
    keeping: Keeping,
    guard: SeriesGuard,
    standingMaxSamples: number | undefined,
  ) {
    this.store = store
    this.keeping = keeping
    this.#clock = clock
    this.#log = log
    this.#catalog = catalog
    this.#head = head
    this.#templates = templates
    this.#guard = guard
    const keptMs = () => keeping.retention.metrics
    this.#metrics = new MetricIntake({ catalog, head, guard, keptMs })
    const rolledUpToMs = () => keeping.rolledUpToMs
    this.source = openRecentSource(catalog, head, store, rolledUpToMs)
    this.standing = new StandingQueries({
      ...{ catalog, head, source: this.source, rolledUpToMs, log },
      nowMs: () => clock.now(),
      ...(standingMaxSamples === undefined ? {} : { maxSamples: standingMaxSamples }),
    })
    this.#takers = new Set([(samples: PlacedSamples) => this.standing.take(samples)])
  }

  async receive(format: IngestFormat, bytes: Uint8Array, contentType: string): Promise<Decoded> {
    // What would be let go by the next sweep is not taken.
    const limits = { maxAgeMs: this.keeping.keptMs(format.signal) }
    return this.ingest(format.decode(bytes, contentType, { nowMs: this.#clock.now(), limits }))
  }

  async ingest(decoded: Decoded): Promise<Decoded> {
    const { batch } = decoded
    let result = decoded
    if (batch.signal === 'metrics') {
      this.#metrics.describe(batch.families ?? [])
      result = await this.#ingestPoints(decoded, batch.points)
    } else if (batch.signal === 'logs') await this.#ingestRecords(batch.records)
    else if (batch.signal === 'traces') await this.#ingestSpans(batch.spans)
    else if (batch.signal === 'flows')
      await this.#append(new Map([['flows', flowRows(batch.flows)]]))
    else await this.#append(new Map([['activity', activityRows(batch.activities)]]))
    count(this.#accepted, batch.signal, result.accepted)
    for (const reason of [...result.rejected.reasons, ...(result.ignored ?? [])])
      count(this.#rejected, reason.code, reason.count)
    return result
  }

  series(matchers: readonly Matcher[], fromMs: number, toMs: number): KnownSeries[] {
    return this.#catalog
      .select(matchers, fromMs)
      .filter(({ firstSeenMs }) => firstSeenMs <= toMs)
      .sort((a, b) => (a.key < b.key ? -1 : 1))
  }

  noteRefusal(code: string, times = 1): void {
    count(this.#rejected, code, times)
  }

  family(name: string): MetricFamily | undefined {
    return this.#metrics.family(name)
  }

  onArrival(listener: (arrival: Arrival) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  onRecords(listener: (records: readonly LogRecord[]) => void): () => void {
    this.#recordListeners.add(listener)
    return () => this.#recordListeners.delete(listener)
  }

  stats(): TelemetryStats {
    return {
      series: this.#catalog.size,
      headSamples: this.#head.samples,
      headFromMs: this.#head.fromMs,
      accepted: Object.fromEntries(this.#accepted),
      rejected: Object.fromEntries(this.#rejected),
      largestSources: this.#guard.largest(LARGEST_SOURCES),
      store: this.store.health(),
      standing: this.standing.stats(),
    }
  }

  /** Writes its own figures down from now on. What cannot be written is written the next time. */
  reportItself(everyMs: number): void {
    const report = () => {
      const points = selfReport(this.stats(), this.#clock.now())
      const decoded: Decoded = {
        batch: { signal: 'metrics', points: Points.of(points) },
        accepted: points.length,
        rejected: { count: 0, reasons: [] },
      }
      this.ingest(decoded).catch((error) =>
        this.#log.warn('telemetry could not report itself', { error: messageOf(error) }),
      )
    }
    this.#selfReport = setInterval(report, everyMs)
    report()
  }

  close(): Promise<void> {
    clearInterval(this.#selfReport)
    this.#listeners.clear()
    this.#recordListeners.clear()
    return this.store.close()
  }

  async #ingestPoints(decoded: Decoded, points: Points): Promise<Decoded> {
    const nowMs = this.#clock.now()
    const placed = this.#metrics.place(points, nowMs)
    const { samples, unsaved, refused } = placed
    const rows = new Map<TableName, Uint8Array>()
    if (unsaved.length > 0) rows.set('series', seriesRows(unsaved))
    if (samples.length > 0) rows.set('samples', samples.rows)
    try {
      await this.#append(rows)
    } catch (error) {
      this.#metrics.forget(placed)
      throw error
    }
    this.#metrics.remember(placed, nowMs)
    if (samples.length > 0) {
      this.#tell(this.#takers, samples)
      this.#tell(this.#listeners, samples)
    }
    return withRejections(decoded, refused)
  }

  async #ingestRecords(records: readonly LogRecord[]): Promise<void> {
    const ids = records.map(({ service, body, timeNs }) =>
      this.#templates.learn(service, body, Number(timeNs / 1_000_000n)),
    )
    const templates = this.#templates.takeChanged()
    const rows = new Map<TableName, Uint8Array>([['logs', logRows(records, ids)]])
    if (templates.length > 0) rows.set('log_templates', templateRows(templates, this.#clock.now()))
    try {
      await this.#append(rows)
    } catch (error) {
      this.#templates.putBack(templates)
      throw error
    }
    if (records.length > 0) this.#tell(this.#recordListeners, records)
  }

  async #ingestSpans(spans: readonly Span[]): Promise<void> {
    const calls = this.#pairing.pair(spans, this.#clock.now())
    const rows = new Map<TableName, Uint8Array>([['spans', spanRows(spans)]])
    if (calls.length > 0) rows.set('service_calls', callRows(calls))
    try {
      await this.#append(rows)
    } catch (error) {
      this.#pairing.forget(spans)
      throw error
    }
  }

  #append(rows: SpoolRows): Promise<void> {
    for (const part of rows.values()) if (part.length > 0) return this.store.append(rows)
    return Promise.resolve()
  }

  #tell<Told>(listeners: ReadonlySet<(told: Told) => void>, told: Told): void {
    for (const listener of listeners) {
      try {
        listener(told)
      } catch (error) {
        this.#log.error('a listener of arriving telemetry failed', { error: messageOf(error) })
      }
    }
  }
}

function withRejections(decoded: Decoded, refused: Decoded['rejected']): Decoded {
  if (refused.count === 0) return decoded
  return {
    ...decoded,
    accepted: decoded.accepted - refused.count,
    rejected: {
      count: decoded.rejected.count + refused.count,
      reasons: [...decoded.rejected.reasons, ...refused.reasons],
    },
  }
}

function count(counts: Map<string, number>, key: string, more: number): void {
  counts.set(key, (counts.get(key) ?? 0) + more)
}
