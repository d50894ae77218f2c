/**
 * From points to samples: which series each belongs to, what it comes to, and what is refused on the way. What is
 * placed is made durable by whoever asked, and only then remembered.
 */
import { Accumulation } from './accumulation.ts'
import type { Catalog, Series } from './catalog.ts'
import type { Head } from './head.ts'
import { type Decoded, Rejections } from './ingest/format.ts'
import { MetricFamilies } from './metric-families.ts'
import type { MetricFamily, SeriesIdentity } from './model.ts'
import { PlacedSamples } from './placed-samples.ts'
import type { Points } from './points.ts'
import type { SeriesGuard } from './series-guard.ts'

export interface Placed {
  readonly samples: PlacedSamples
  /** Series whose rows are to be written with the samples. */
  readonly unsaved: readonly Series[]
  /** By data points, not by values: a histogram is one. */
  readonly refused: Decoded['rejected']
}

export interface MetricIntakeOptions {
  readonly catalog: Catalog
  readonly head: Head
  readonly guard: SeriesGuard
  /** How long samples are kept, in milliseconds. */
  readonly keptMs: () => number
}

const REFUSALS = {
  'too-many-series': 'Its sender has more active series than one sender may have.',
  'series-limit': 'There are more series than this installation keeps.',
  'late-delta': 'It is older than what was already added up for its series.',
} as const
type RefusalCode = keyof typeof REFUSALS

export class MetricIntake {
  readonly #options: MetricIntakeOptions
  readonly #families = new MetricFamilies()
  readonly #accumulation: Accumulation

  constructor(options: MetricIntakeOptions) {
    this.#options = options
    this.#accumulation = new Accumulation(options.head)
  }

  family(name: string): MetricFamily | undefined {
    return this.#families.of(name)
  }

  /** Types that are told apart from the samples hold for the series that are there already, too. */
  describe(families: readonly MetricFamily[]): void {
    for (const family of families) {
      if (!this.#families.put(family)) continue
      for (const suffix of ['', '_bucket', '_sum', '_count', '_total'])
        for (const series of this.#options.catalog.all(family.name + suffix))
          if (series.type === 'unknown' && this.#families.of(series.name) === family)
            describeSeries(series, family)
    }
  }

  place(points: Points, nowMs: number): Placed {
    const { catalog, head } = this.#options
    const samples = new PlacedSamples(points.length)
    const unsaved = new Set<Series>()
    const refused = new Map<RefusalCode, Set<number>>()
    const refuse = (code: RefusalCode, item: number) => {
      const items = refused.get(code)
      if (items) items.add(item)
      else refused.set(code, new Set([item]))
    }
    // A sender that did not hear our answer sends again: what is known already is not kept twice.
    const put = (series: Series, timeMs: number, value: number) => {
      if (head.has(series, timeMs)) return
      samples.add(series, head.numberOf(series), timeMs, value)
      if (series.isUnsaved) unsaved.add(series)
    }
    for (let at = 0; at < points.length; at++) {
      const identity = points.series(at)
      const series = catalog.find(identity) ?? this.#admit(identity, nowMs)
      if (typeof series === 'string') {
        refuse(series, points.item(at))
        continue
      }
      if (points.isPlain(at)) put(series, points.timeMs(at), points.value(at))
      else {
        const summed = this.#accumulation.samples(series, points.point(at))
        if (!summed) refuse('late-delta', points.item(at))
        for (const { timeMs, value } of summed ?? []) put(series, timeMs, value)
      }
    }
    return { samples, unsaved: [...unsaved], refused: rejectionsOf(refused) }
  }

  /** The samples are durable: from now on questions are answered with them. */
  remember({ samples, unsaved }: Placed, nowMs: number): void {
    const { head } = this.#options
    const { series, numbers, timesMs, values } = samples
    for (const one of unsaved) {
      one.savedMs = nowMs
      one.isUnsaved = false
    }
    for (let i = 0; i < series.length; i++)
      head.addAs(numbers[i]!, series[i]!, timesMs[i]!, values[i]!)
    head.sweep(nowMs)
  }

  /** They could not be made durable: sums go on from what is remembered. */
  forget({ samples }: Placed): void {
    for (const series of samples.series) this.#accumulation.forget(series)
  }

  /** The series of an identity that is seen for the first time, or why there is none. */
  #admit(identity: SeriesIdentity, nowMs: number): Series | RefusalCode {
    const { catalog, guard, keptMs } = this.#options
    if (catalog.size >= catalog.limit) catalog.expire(nowMs - keptMs())
    if (catalog.size >= catalog.limit) return 'series-limit'
    const { name, labels } = identity
    if (!guard.admits(name, labels, nowMs)) return 'too-many-series'
    const series = catalog.intern(identity, nowMs)
    const family = series?.type === 'unknown' ? this.#families.of(name) : undefined
    if (series && family) describeSeries(series, family)
    return series ?? 'series-limit'
  }
}

function describeSeries(series: Series, { type, unit }: MetricFamily): void {
  series.type = type
  series.unit ||= unit
  series.isUnsaved = true
}

function rejectionsOf(refused: ReadonlyMap<RefusalCode, ReadonlySet<number>>): Decoded['rejected'] {
  const rejections = new Rejections()
  for (const [code, items] of refused) rejections.add(code, REFUSALS[code], items.size)
  return rejections.toResult()
}
