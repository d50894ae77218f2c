/**
 * Asks targets in turn and keeps what they answer, with what Prometheus says about each scrape: `up`, how long
 * it took, how many samples. It runs by a clock that is handed in: `run` does what is due, `start` calls it.
 */
import { type Clock, type Log, messageOf } from '#base'
import { type Decoded, Rejections } from '../ingest/format.ts'
import { type MetricPoint, type SeriesIdentity, seriesIdentity } from '../model.ts'
import { Points } from '../points.ts'
import type { Telemetry } from '../telemetry.ts'
import { type AskTarget, TargetRefused } from './ask-target.ts'
import { expositionFormat, parseExposition } from './parse-exposition.ts'
import { staleMarker, TargetSeries } from './target-series.ts'
import { type ScrapeJob, type Target, targetsOf } from './targets.ts'
import { Timetable } from './timetable.ts'

/** How it stands with a target. */
export interface TargetState {
  readonly workload: string
  /** Name of the declaration's job. */
  readonly job: string
  readonly url: string
  readonly labels: Readonly<Record<string, string>>
  readonly health: 'up' | 'down' | 'unknown'
  /** Why it is down; null when it is not. */
  readonly error: string | null
  /** Milliseconds since 1970; null before the first time. */
  readonly lastScrapeMs: number | null
  readonly durationMs: number | null
  /** Samples in the last answer, after relabelling. */
  readonly samples: number | null
  readonly intervalMs: number
}

export interface Scraper {
  /**
   * Makes these the jobs; targets that remain go on as they were. Those that are gone end, unless their job is
   * among the ids `elsewhere`: another process goes on with them.
   */
  setJobs(jobs: readonly ScrapeJob[], elsewhere?: ReadonlySet<string>): Promise<void>
  /** Asks all who are due by the clock; resolves when their answers are kept. */
  run(): Promise<void>
  start(): void
  /** Ends after the requests in hand. Series are left open: another process may go on with them. */
  stop(): Promise<void>
  states(): TargetState[]
}

/** Samples carry the time they were due when they are so little late: even distances are stored in less. */
const MOST_LATE_MS = 50
/** Longest sleep, so that a clock that was set is noticed. */
const LONGEST_PAUSE_MS = 1_000
const REPORTS = [
  'up',
  'scrape_duration_seconds',
  'scrape_samples_scraped',
  'scrape_samples_post_metric_relabeling',
  'scrape_series_added',
] as const

interface Watched {
  readonly target: Target
  readonly series: TargetSeries
  readonly reports: readonly SeriesIdentity[]
  asked: Promise<void> | undefined
  state: Pick<TargetState, 'health' | 'error' | 'lastScrapeMs' | 'durationMs' | 'samples'>
}

export function createScraper(options: {
  readonly telemetry: Pick<Telemetry, 'ingest'>
  readonly ask: AskTarget
  readonly clock: Clock
  readonly log: Log
}): Scraper {
  const { telemetry, ask, clock, log } = options
  const timetable = new Timetable<Watched>()
  const watched = new Map<string, Watched>()
  let broken: TargetState[] = []
  let timer: NodeJS.Timeout | undefined
  let running = false

  async function setJobs(
    jobs: readonly ScrapeJob[],
    elsewhere: ReadonlySet<string> = new Set(),
  ): Promise<void> {
    const nowMs = clock.now()
    const wanted = new Map<string, Target>()
    broken = []
    for (const job of jobs) {
      const { targets, problem } = targetsOf(job)
      for (const target of targets) wanted.set(target.key, target)
      if (problem !== undefined)
        broken.push(...job.targets.map((url) => brokenState(job, url, problem)))
    }
    const gone = [...watched.values()].filter(({ target }) => !same(wanted.get(target.key), target))
    for (const { target } of gone) {
      timetable.remove(target.key)
      watched.delete(target.key)
    }
    for (const [key, target] of wanted) {
      if (watched.has(key)) continue
      const one = watch(target)
      watched.set(key, one)
      timetable.add(key, one, target.job.intervalMs, nowMs)
    }
    const ended = gone.filter(({ target }) => !elsewhere.has(target.job.id))
    await Promise.all(ended.map((one) => end(one, nowMs)))
    if (running) wake()
  }

  async function run(): Promise<void> {
    const nowMs = clock.now()
    const due = timetable.takeDue(nowMs)
    await Promise.all(
      due.map(({ item, dueMs }) => {
        const timeMs = nowMs - dueMs <= MOST_LATE_MS ? dueMs : nowMs
        // One that is still being asked is not asked again; the time is lost as it is in Prometheus.
        item.asked ??= scrape(item, timeMs).finally(() => {
          item.asked = undefined
        })
        return item.asked
      }),
    )
  }

  async function scrape(one: Watched, timeMs: number): Promise<void> {
    const { target, series } = one
    const startedMs = clock.now()
    const found = await read(one, timeMs)
    const durationMs = clock.now() - startedMs
    const taken = found.taken ?? series.take([], timeMs)
    const figures = [
      found.error === null ? 1 : 0,
      durationMs / 1_000,
      taken.scraped,
      taken.kept,
      taken.added,
    ]
    const reports = one.reports.map((report, i) => ({
      series: report,
      item: taken.points.length + i,
      timeMs,
      value: figures[i]!,
    }))
    one.state = {
      health: found.error === null ? 'up' : 'down',
      error: found.error,
      lastScrapeMs: timeMs,
      durationMs,
      samples: taken.kept,
    }
    try {
      await keep([...taken.points, ...reports], taken.refused)
      taken.commit()
    } catch (error) {
      // The target is well and we are not: what was seen last stays what it was, and the next scrape tells.
      one.state = { ...one.state, error: `its samples were not kept: ${messageOf(error)}` }
      log.warn('samples of a target were not kept', { url: target.url, why: messageOf(error) })
    }
  }

  /** The answer of a target as points, or why there is none. */
  async function read({ target, series }: Watched, timeMs: number) {
    try {
      const { text, contentType } = await ask(target)
      const samples = parseExposition(text, expositionFormat(contentType))
      const taken = series.take(samples, timeMs)
      const { sampleLimit } = target.job
      if (sampleLimit > 0 && taken.kept > sampleLimit)
        throw new TargetRefused({
          reason: `it has ${taken.kept} samples, and its limit is ${sampleLimit}`,
        })
      return { taken, error: null }
    } catch (error) {
      return { taken: undefined, error: messageOf(error) }
    }
  }

  async function end(one: Watched, nowMs: number): Promise<void> {
    await one.asked
    if (one.state.lastScrapeMs === null) return
    const timeMs = Math.max(nowMs, one.state.lastScrapeMs + 1)
    const points = one.series.end(timeMs)
    const reports = one.reports.map((series, i) => staleMarker(series, points.length + i, timeMs))
    await keep([...points, ...reports]).catch((error) =>
      log.warn('the end of a target was not kept', { url: one.target.url, why: messageOf(error) }),
    )
  }

  async function keep(points: readonly MetricPoint[], refused = new Rejections()): Promise<void> {
    const decoded: Decoded = {
      batch: { signal: 'metrics', points: Points.of(points) },
      accepted: points.length,
      rejected: refused.toResult(),
    }
    await telemetry.ingest(decoded)
  }

  function wake(): void {
    clearTimeout(timer)
    if (!running) return
    const pauseMs = (timetable.nextMs ?? Number.POSITIVE_INFINITY) - clock.now()
    timer = setTimeout(
      () => {
        run().catch((error) => log.error('scraping failed', { why: messageOf(error) }))
        wake()
      },
      Math.min(LONGEST_PAUSE_MS, Math.max(0, pauseMs)),
    )
  }

  return {
    setJobs,
    run,
    start() {
      running = true
      wake()
    },
    async stop() {
      running = false
      clearTimeout(timer)
      await Promise.all([...watched.values()].map(({ asked }) => asked))
    },
    states: () => [...[...watched.values()].map(stateOf), ...broken],
  }
}

function watch(target: Target): Watched {
  return {
    target,
    series: new TargetSeries(target),
    reports: REPORTS.map((name) => seriesIdentity(name, target.labels, 'gauge', '')),
    asked: undefined,
    state: { health: 'unknown', error: null, lastScrapeMs: null, durationMs: null, samples: null },
  }
}

function stateOf({ target, state }: Watched): TargetState {
  const { job, url, labels } = target
  return {
    workload: job.workload,
    job: job.name,
    url,
    labels: Object.fromEntries(labels),
    intervalMs: job.intervalMs,
    ...state,
  }
}

function brokenState(job: ScrapeJob, url: string, error: string): TargetState {
  return {
    workload: job.workload,
    job: job.name,
    url,
    labels: {},
    health: 'down',
    error,
    lastScrapeMs: null,
    durationMs: null,
    samples: null,
    intervalMs: job.intervalMs,
  }
}

/** A target whose job was declared anew with the same values goes on. */
function same(wanted: Target | undefined, target: Target): boolean {
  return wanted !== undefined && JSON.stringify(wanted.job) === JSON.stringify(target.job)
}
