/**
 * Measurements of visitors as telemetry of the layer `customer`: histograms and counters, and errors as log
 * records. What arrives is counted in memory and written once a second.
 */
import { type Clock, type Log, messageOf, systemClock } from '#base'
import type { Decoded } from '../ingest/format.ts'
import type { Batch, Labels, LogRecord } from '../model.ts'
import { Points } from '../points.ts'
import { Tally } from '../tally.ts'
import { BoundedNames } from './bounded-names.ts'
import { pageName } from './page-names.ts'
import { withoutPersons } from './private.ts'
import type { PageReport, PageVital } from './report.ts'
import { visitorOf } from './user-agent.ts'

/** What of a declared site matters here. */
export interface MeasuredSite {
  readonly workload: string
  readonly name: string
  readonly pages: readonly string[]
}

export interface Measurements {
  take(site: MeasuredSite, report: PageReport, userAgent: string): void
  /** Counts a report that is not kept: `browser_reports_refused_total{reason}`. */
  refuse(reason: string): void
  /** Writes what has been counted. */
  flush(): Promise<void>
  close(): Promise<void>
}

const SECONDS = [0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.4, 1.8, 2.5, 3, 4, 6, 10, 20]
const REACTIONS = [0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2]
const SHIFTS = [0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.4, 0.6, 1]

const VITALS: Record<PageVital, { metric: string; bounds: readonly number[]; divisor: number }> = {
  load: { metric: 'browser_page_load_seconds', bounds: SECONDS, divisor: 1_000 },
  ttfb: { metric: 'browser_ttfb_seconds', bounds: SECONDS, divisor: 1_000 },
  fcp: { metric: 'browser_fcp_seconds', bounds: SECONDS, divisor: 1_000 },
  lcp: { metric: 'browser_lcp_seconds', bounds: SECONDS, divisor: 1_000 },
  inp: { metric: 'browser_inp_seconds', bounds: REACTIONS, divisor: 1_000 },
  cls: { metric: 'browser_cls', bounds: SHIFTS, divisor: 1 },
}

const MOST_NAMES = 50
const MOST_RELEASES = 20
const WRITE_AFTER_MS = 1_000
const WRITE_ALL_EVERY_MS = 15_000
const MOST_RECORDS = 5_000
const ERROR = 17

export function openMeasurements(options: {
  readonly telemetry: { ingest(decoded: Decoded): Promise<Decoded> }
  readonly log: Log
  /** Of this node: each counts for itself. */
  readonly instance: string
  readonly clock?: Clock
}): Measurements {
  const { telemetry, log, instance, clock = systemClock } = options
  const tally = new Tally()
  const names = new BoundedNames(MOST_NAMES)
  const releases = new BoundedNames(MOST_RELEASES)
  let records: LogRecord[] = []
  let timer: NodeJS.Timeout | undefined
  let writing = Promise.resolve()

  const all = setInterval(() => void write(true), WRITE_ALL_EVERY_MS)
  all.unref()

  function soon(): void {
    timer ??= setTimeout(() => {
      timer = undefined
      void write(false)
    }, WRITE_AFTER_MS)
    timer.unref()
  }

  function write(everything: boolean): Promise<void> {
    writing = writing.then(async () => {
      const points = tally.take(clock.now(), everything)
      const logs = records
      records = []
      try {
        if (points.length > 0)
          await telemetry.ingest(
            decodedOf({ signal: 'metrics', points: Points.of(points) }, points.length),
          )
        if (logs.length > 0)
          await telemetry.ingest(decodedOf({ signal: 'logs', records: logs }, logs.length))
      } catch (error) {
        // Counters go on from where they are: the next time tells what this one could not.
        log.warn('measurements of browsers could not be written', { why: messageOf(error) })
      }
    })
    return writing
  }

  function refuse(reason: string): void {
    tally.add('browser_reports_refused_total', { reason, job: 'browser', instance }, clock.now())
    soon()
  }

  return {
    refuse,
    take(site, report, userAgent) {
      const nowMs = clock.now()
      const { device, browser } = visitorOf(userAgent)
      const of = `${site.workload}/${site.name}`
      const page = names.keep(of, pageName(report.page, site.pages))
      const release = releases.keep(of, report.release ?? '')
      const own: Labels = {
        layer: 'customer',
        job: 'browser',
        instance,
        workload: site.workload,
        site: site.name,
      }
      const labels: Labels = { ...own, page, device, browser, release }
      let kept = true
      if (report.vitals) {
        kept = tally.add('browser_page_views_total', labels, nowMs)
        for (const [vital, value] of Object.entries(report.vitals)) {
          if (value === undefined) continue
          const { metric, bounds, divisor } = VITALS[vital as PageVital]
          kept = tally.observe(metric, labels, bounds, value / divisor, nowMs) && kept
        }
      }
      for (const error of report.errors) {
        kept = tally.add('browser_errors_total', labels, nowMs) && kept
        if (records.length >= MOST_RECORDS) continue
        records.push({
          timeNs: BigInt(nowMs) * 1_000_000n,
          observedMs: nowMs,
          service: `browser:${site.name}`,
          host: '',
          severity: ERROR,
          traceId: '',
          spanId: '',
          body: withoutPersons(error.message),
          attributes: {
            layer: 'customer',
            workload: site.workload,
            page,
            device,
            browser,
            view: report.view,
            source: withoutPersons(error.source),
            line: String(error.line),
          },
          resource: { 'service.name': `browser:${site.name}`, 'service.version': release },
        })
      }
      for (const { journey, step } of report.steps) {
        const which = {
          journey: names.keep(`${of} journey`, journey),
          step: names.keep(`${of} step`, step),
        }
        kept = tally.add('browser_journey_steps_total', { ...own, ...which, device }, nowMs) && kept
      }
      if (!kept) refuse('series-limit')
      soon()
    },
    flush: () => write(false),
    close() {
      clearInterval(all)
      clearTimeout(timer)
      return write(false)
    },
  }
}

const decodedOf = (batch: Batch, accepted: number): Decoded => ({
  batch,
  accepted,
  rejected: { count: 0, reasons: [] },
})
