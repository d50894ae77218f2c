/**
 * What senders say about all series of a name, where they say it apart from the samples: type, unit and help.
 * In memory alone; senders repeat it every minute.
 */
import type { MetricFamily } from './model.ts'

const MAX_FAMILIES = 50_000

export class MetricFamilies {
  readonly #byName = new Map<string, MetricFamily>()

  /** Remembers it; whether it was news. */
  put(family: MetricFamily): boolean {
    const known = this.#byName.get(family.name)
    if (family.name === '' || (!known && this.#byName.size >= MAX_FAMILIES)) return false
    const { type, unit, help } = family
    if (known?.type === type && known.unit === unit && known.help === help) return false
    this.#byName.set(family.name, family)
    return true
  }

  /** The family of a series by its name: buckets, sum and count belong to their histogram. */
  of(name: string): MetricFamily | undefined {
    const own = this.#byName.get(name)
    if (own) return own
    const [, base = '', part] = /^(.+)_(bucket|sum|count|total)$/.exec(name) ?? []
    const family = this.#byName.get(base)
    const counts = family?.type === 'histogram' || (family?.type === 'summary' && part !== 'bucket')
    return (part === 'total' ? family?.type === 'counter' : counts) ? family : undefined
  }
}
