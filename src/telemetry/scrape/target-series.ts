/**
 * The series of one target from scrape to scrape: which labels they get, which of them are new, and which have
 * ended. What ended gets a stale marker, so that no question is answered with a value nobody reports any more.
 */
import { Checks } from '../ingest/checks.ts'
import { type MetricPoint, type SeriesIdentity, seriesIdentity } from '../model.ts'
import type { ExpositionSample } from './parse-exposition.ts'
import type { Target } from './targets.ts'

export interface ScrapedPoints {
  readonly points: MetricPoint[]
  /** Samples in the answer. */
  readonly scraped: number
  /** Of them after relabelling. */
  readonly kept: number
  /** Series that were not there the last time. */
  readonly added: number
  readonly refused: Checks['rejections']
}

interface Known {
  /** Undefined when relabelling drops it. */
  readonly series: SeriesIdentity | undefined
}

export class TargetSeries {
  readonly #target: Target
  /** By the text of the answer, so that labels are worked out once per series and not once per scrape. */
  #byText = new Map<string, Known>()
  /** Series with a value in the last scrape, by key. */
  #live = new Map<string, SeriesIdentity>()

  constructor(target: Target) {
    this.#target = target
  }

  /** The points of a scrape with stale markers for what is no more; `commit` makes it the last scrape. */
  take(
    samples: readonly ExpositionSample[],
    timeMs: number,
  ): ScrapedPoints & { commit: () => void } {
    const checks = new Checks('metrics', { nowMs: timeMs })
    const byText = new Map<string, Known>()
    const live = new Map<string, SeriesIdentity>()
    const given = new Set<string>()
    const points: MetricPoint[] = []
    let kept = 0
    for (const sample of samples) {
      const known = this.#byText.get(sample.series) ?? this.#know(sample, checks)
      byText.set(sample.series, known)
      const { series } = known
      if (!series) continue
      kept++
      if (given.has(series.key)) {
        checks.reject('twice-in-scrape', 'Its series stands in the answer twice.')
        continue
      }
      given.add(series.key)
      const told = this.#target.job.honorTimestamps ? sample.timeMs : undefined
      if (told !== undefined && !checks.time(told)) continue
      // NaN is our stale marker: a target that has no value has, for now, no series.
      if (Number.isNaN(sample.value)) continue
      const { startMs, value } = sample
      const point = { series, item: points.length, timeMs: told ?? timeMs, value }
      points.push(startMs === undefined ? point : { ...point, startMs })
      // A target that tells the time itself also tells when a series ended.
      if (told === undefined) live.set(series.key, series)
    }
    let added = 0
    for (const text of byText.keys()) if (!this.#byText.has(text)) added++
    for (const [key, series] of this.#live)
      if (!live.has(key)) points.push(staleMarker(series, points.length, timeMs))
    return {
      points,
      scraped: samples.length,
      kept,
      added,
      refused: checks.rejections,
      commit: () => {
        this.#byText = byText
        this.#live = live
      },
    }
  }

  /** Stale markers for everything: the target is down, or nobody asks it any more. */
  end(timeMs: number): MetricPoint[] {
    return [...this.#live.values()].map((series, item) => staleMarker(series, item, timeMs))
  }

  #know(sample: ExpositionSample, checks: Checks): Known {
    const { name, type, unit } = sample
    const labels = this.#target.metricRelabel(merged(sample, this.#target))
    const metric = labels?.get('__name__')
    if (!labels || !metric) return { series: undefined }
    const pairs = [...labels].filter(([label]) => label !== '__name__')
    const longest = (part: 0 | 1) => Math.max(0, ...pairs.map((pair) => pair[part].length))
    const fits = checks.labels({ pairs, longestName: longest(0), longestValue: longest(1) })
    if (!fits || metric.length > checks.limits.maxNameLength) return { series: undefined }
    return { series: seriesIdentity(metric, pairs, metric === name ? type : 'unknown', unit) }
  }
}

export function staleMarker(series: SeriesIdentity, item: number, timeMs: number): MetricPoint {
  return { series, item, timeMs, value: Number.NaN }
}

/** The labels of a sample with those of its target; who wins is said by `honorLabels`. */
function merged(sample: ExpositionSample, { labels, job }: Target): Map<string, string> {
  const all = new Map<string, string>([['__name__', sample.name]])
  for (const [name, value] of sample.labels) if (value !== '') all.set(name, value)
  for (const [name, value] of labels) {
    const own = all.get(name)
    if (own === undefined) all.set(name, value)
    else if (!job.honorLabels) {
      let moved = `exported_${name}`
      while (all.has(moved) || labels.has(moved)) moved = `exported_${moved}`
      all.set(moved, own)
      all.set(name, value)
    }
  }
  return all
}
