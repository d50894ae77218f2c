/** A column with a quantile for each histogram of another, whose buckets are told apart by the label `le`. */
import { bucketQuantile } from '../../promql/buckets.ts'
import { boundOf } from '../../promql/functions/histograms.ts'
import { dropLabels, labelsKey } from '../../promql/labels.ts'
import type { Labels } from '../../promql/source.ts'
import { type Column, DerivedColumn } from './column.ts'

interface Histogram {
  readonly labels: Labels
  readonly buckets: { readonly upper: number; readonly at: number }[]
}

export class QuantileColumn extends DerivedColumn {
  readonly #q: number
  #histograms: readonly Histogram[] = []

  constructor(from: Column, q: number) {
    super(from, { nameless: true, isOrdered: false })
    this.#q = q
  }

  override compute(atMs: number): boolean {
    const { from } = this
    if (!from.compute(atMs)) return false
    for (let i = 0; i < this.#histograms.length; i++) {
      const buckets = this.#histograms[i]!.buckets.flatMap(({ upper, at }) =>
        from.present[at] ? [{ upper, count: from.values[at]! }] : [],
      )
      this.present[i] = buckets.length > 0 ? 1 : 0
      if (buckets.length > 0) this.values[i] = bucketQuantile(this.#q, buckets).value
    }
    return true
  }

  protected override arrange(labels: readonly Labels[]): boolean {
    const histograms = new Map<string, Histogram>()
    for (const [at, one] of labels.entries()) {
      const upper = boundOf(one.le ?? '')
      if (upper === undefined) continue
      const own = dropLabels(one, LE)
      const key = labelsKey(own)
      const histogram = histograms.get(key) ?? { labels: own, buckets: [] }
      histograms.set(key, histogram)
      // Equal bounds are added up, in an order that is the evaluator's.
      if (histogram.buckets.some((bucket) => bucket.upper === upper)) return false
      histogram.buckets.push({ upper, at })
    }
    this.#histograms = [...histograms.values()]
    this.place(this.#histograms.map((one) => one.labels))
    return true
  }
}

const LE: ReadonlySet<string> = new Set(['le'])
