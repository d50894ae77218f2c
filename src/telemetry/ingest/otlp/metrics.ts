/**
 * Metrics of OpenTelemetry as series with points, the way Prometheus takes them in: a monotonic sum is a
 * counter, a histogram is `_bucket` per upper bound plus `_sum` and `_count`, any other sum is a gauge.
 */
import type { MetricType } from '../../model.ts'
import { Points } from '../../points.ts'
import { Checks } from '../checks.ts'
import type { DecodeContext, Decoded } from '../format.ts'
import { metricName } from '../names.ts'
import { attributesOf } from './attributes.ts'
import { cumulativeBuckets } from './exponential-buckets.ts'
import { type LabelSet, labelSetOf } from './label-sets.ts'
import { type Origin, originOf } from './resource.ts'
import type {
  ExponentialPoint,
  HistogramPoint,
  Metric,
  MetricsRequest,
  NumberPoint,
  Point,
  SummaryPoint,
} from './shape.ts'

const DELTA = 1
const CUMULATIVE = 2
const NO_RECORDED_VALUE = 1

export function translateMetrics(request: MetricsRequest, context: DecodeContext): Decoded {
  const translation = new Translation(context)
  for (const { resource, scopeMetrics } of request.resourceMetrics ?? []) {
    const origin = originOf(attributesOf(resource?.attributes))
    for (const { metrics } of scopeMetrics ?? [])
      for (const metric of metrics ?? []) translation.metric(metric, origin)
  }
  return translation.result()
}

class Translation {
  readonly #points = new Points()
  readonly #checks: Checks
  #accepted = 0

  constructor(context: DecodeContext) {
    this.#checks = new Checks('metrics', context)
  }

  result(): Decoded {
    return {
      batch: { signal: 'metrics', points: this.#points },
      accepted: this.#accepted,
      rejected: this.#checks.rejections.toResult(),
    }
  }

  metric(metric: Metric, origin: Origin): void {
    const { gauge, sum, histogram, exponentialHistogram, summary } = metric
    const kind = gauge ?? sum ?? histogram ?? exponentialHistogram ?? summary
    const count = kind?.dataPoints?.length ?? 0
    if (count === 0) return
    const type: MetricType =
      histogram || exponentialHistogram || summary
        ? summary
          ? 'summary'
          : 'histogram'
        : sum?.isMonotonic
          ? 'counter'
          : 'gauge'
    const unit = metric.unit ?? ''
    const name = metricName(
      metric.name ?? '',
      unit,
      sum && type === 'gauge' ? 'up-down-counter' : type,
    )
    const temporality = (sum ?? histogram ?? exponentialHistogram)?.aggregationTemporality
    if (!metric.name || name === '')
      this.#checks.reject('no-name', 'The metric has no name.', count)
    else if (name.length > this.#checks.limits.maxNameLength)
      this.#checks.reject('name-too-long', 'The name of the metric is too long.', count)
    else if (exponentialHistogram && temporality === DELTA)
      this.#checks.reject(
        'delta-exponential-histogram',
        'Exponential histograms are kept when they are cumulative; configure that, or explicit buckets.',
        count,
      )
    else if (!gauge && !summary && temporality !== DELTA && temporality !== CUMULATIVE)
      this.#checks.reject('no-temporality', 'It is neither cumulative nor delta.', count)
    else if (sum && !sum.isMonotonic && temporality === DELTA)
      this.#checks.reject('delta-gauge', 'A sum that can fall cannot be sent as delta.', count)
    else {
      const series: Target = { name, unit, type, delta: temporality === DELTA }
      for (const point of gauge?.dataPoints ?? []) this.#number(point, series, origin)
      for (const point of sum?.dataPoints ?? []) this.#number(point, series, origin)
      for (const point of histogram?.dataPoints ?? []) this.#histogram(point, series, origin)
      for (const point of exponentialHistogram?.dataPoints ?? [])
        this.#exponentialHistogram(point, series, origin)
      for (const point of summary?.dataPoints ?? []) this.#summary(point, series, origin)
    }
  }

  #number(point: NumberPoint, target: Target, origin: Origin): void {
    const labels = this.#labels(point, origin)
    if (!labels) return
    const stale = isStale(point)
    if (!stale && point.asDouble === undefined && point.asInt === undefined) {
      this.#checks.reject('no-value', 'It has no value.')
      return
    }
    const value = stale ? Number.NaN : (point.asDouble ?? Number(point.asInt))
    if (!stale && Number.isNaN(value)) {
      this.#checks.reject('not-a-number', 'Its value is not a number.')
      return
    }
    const put = this.#putter(point, target, labels)
    put(target.name, value)
  }

  #histogram(point: HistogramPoint, target: Target, origin: Origin): void {
    const labels = this.#labels(point, origin)
    if (!labels) return
    const bounds = point.explicitBounds ?? []
    const counts = point.bucketCounts ?? []
    if (counts.length > 0 && counts.length !== bounds.length + 1) {
      this.#checks.reject('bad-buckets', 'The counts do not match the bounds of its buckets.')
      return
    }
    if (bounds.some((bound, i) => Number.isNaN(bound) || (i > 0 && bound <= bounds[i - 1]!))) {
      this.#checks.reject('bad-buckets', 'The bounds of its buckets do not rise.')
      return
    }
    if (Number.isNaN(point.sum)) {
      this.#checks.reject('not-a-number', 'Its sum is not a number.')
      return
    }
    const put = this.#putter(point, target, labels)
    const bucket = `${target.name}_bucket`
    let sum = 0
    bounds.forEach((bound, i) => {
      sum += Number(counts[i] ?? 0n)
      if (bound !== Number.POSITIVE_INFINITY) put(bucket, sum, ['le', String(bound)])
    })
    const count = Number(point.count ?? 0n)
    put(bucket, count, ['le', '+Inf'])
    if (point.sum !== undefined || isStale(point)) put(`${target.name}_sum`, point.sum ?? 0)
    put(`${target.name}_count`, count)
  }

  #exponentialHistogram(point: ExponentialPoint, target: Target, origin: Origin): void {
    const labels = this.#labels(point, origin)
    if (!labels) return
    const buckets = isStale(point) ? [] : cumulativeBuckets(point)
    if (!buckets) {
      this.#checks.reject('bad-buckets', 'Its buckets are too many, or count more than its count.')
      return
    }
    if (Number.isNaN(point.sum)) {
      this.#checks.reject('not-a-number', 'Its sum is not a number.')
      return
    }
    const put = this.#putter(point, target, labels)
    const bucket = `${target.name}_bucket`
    // A bound that is seen for the first time did not begin at zero: until now its observations were in others.
    for (const { bound, count } of buckets)
      put(bucket, count, ['le', String(bound)], { isBegun: false })
    const count = Number(point.count ?? 0n)
    put(bucket, count, ['le', '+Inf'])
    if (point.sum !== undefined || isStale(point)) put(`${target.name}_sum`, point.sum ?? 0)
    put(`${target.name}_count`, count)
  }

  #summary(point: SummaryPoint, target: Target, origin: Origin): void {
    const labels = this.#labels(point, origin)
    if (!labels) return
    const put = this.#putter(point, target, labels)
    // A quantile of nothing is NaN: there is no value to keep.
    for (const { quantile = 0, value = 0 } of point.quantileValues ?? [])
      if (!Number.isNaN(value)) put(target.name, value, ['quantile', String(quantile)])
    put(`${target.name}_sum`, point.sum ?? 0)
    put(`${target.name}_count`, Number(point.count ?? 0n))
  }

  /** Accepts a data point and answers with what keeps its values. */
  #putter(point: Point, { type, unit, delta }: Target, labels: LabelSet): Put {
    const item = this.#accepted++
    const timeMs = point.timeUnixNano ?? 0
    const startMs = point.startTimeUnixNano ?? 0
    const began = (type === 'counter' || type === 'histogram') && startMs > 0
    const stale = isStale(point)
    return (name, number, extra, { isBegun = began } = {}) => {
      const series = labels.series(name, type, unit, extra)
      const value = stale ? Number.NaN : number
      this.#points.add(series, item, timeMs, value, isBegun ? startMs : 0, delta)
    }
  }

  /** The labels of a point, or undefined when the point is refused. */
  #labels(point: Point, origin: Origin): LabelSet | undefined {
    if (!this.#checks.time(point.timeUnixNano ?? 0)) return undefined
    const labels = labelSetOf(point.attributes, origin)
    return this.#checks.labels(labels) ? labels : undefined
  }
}

type Put = (
  name: string,
  value: number,
  extra?: readonly [string, string],
  how?: { readonly isBegun?: boolean },
) => void

interface Target {
  readonly name: string
  readonly unit: string
  readonly type: MetricType
  readonly delta: boolean
}

const isStale = (point: Point): boolean => ((point.flags ?? 0) & NO_RECORDED_VALUE) !== 0
