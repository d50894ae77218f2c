/**
 * Every series that is known, in memory: who it is, under which id it is stored, and when it was last seen.
 * Questions choose series here; only then are samples read.
 */
import { type Labels, type MetricType, type SeriesIdentity, seriesId } from './model.ts'
import { NamedSeries } from './named-series.ts'
import { compileMatchers, type Matcher } from './promql/index.ts'
import type { StoredSeries } from './store/queries.ts'

export interface Series {
  readonly id: bigint
  /** The halves of the id as signed numbers: what is written with every sample. */
  readonly idLow: number
  readonly idHigh: number
  readonly key: string
  readonly name: string
  /** Unknown until its sender tells; some tell it apart from the samples, and later. */
  type: MetricType
  unit: string
  readonly labels: Labels
  readonly firstSeenMs: number
  /** Told by the head every few seconds: a write to each series with each sample is dear. */
  lastSeenMs: number
  /** When its row was last written to the store; undefined while it never was. */
  savedMs: number | undefined
  /** Its row is to be written with its next sample. */
  isUnsaved: boolean
  /** The number of its recent samples, while the head holds some. */
  inHead: number | undefined
  /** Who knows it; undefined from when it is forgotten. */
  catalog: Catalog | undefined
}

/** So often the row of a live series is written again: what is stored of `lastSeenMs` is so late at most. */
export const SAVE_EVERY_MS = 6 * 3_600_000

export class Catalog {
  readonly #byKey = new Map<string, Series>()
  readonly #byName = new Map<string, NamedSeries>()
  readonly #byId = new Map<bigint, Series>()
  readonly limit: number

  constructor(limit = 500_000) {
    this.limit = limit
  }

  get size(): number {
    return this.#byKey.size
  }

  /** The series of this identity when it is known. */
  find(identity: SeriesIdentity): Series | undefined {
    const noted = identity.noted as Series | undefined
    if (noted?.catalog === this) return noted
    const known = this.#byKey.get(identity.key)
    if (known) identity.noted = known
    return known
  }

  /** The series of this identity, which becomes known by asking; undefined when there are too many. */
  intern(identity: SeriesIdentity, nowMs: number): Series | undefined {
    const known = this.find(identity)
    if (known) return known
    if (this.#byKey.size >= this.limit) return undefined
    const id = seriesId(identity.key)
    // Two keys with one id happen once in 10^13 at this size; the later one is refused, not mixed in.
    if (this.#byId.has(id)) return undefined
    const { key, name, type, unit, labels } = identity
    const since = { firstSeenMs: nowMs, lastSeenMs: nowMs, savedMs: undefined }
    return this.#add({ id, key, name, type, unit, labels, ...since })
  }

  load(stored: StoredSeries, key: string): void {
    if (this.#byKey.has(key)) return
    const { labels, ...rest } = stored
    this.#add({
      ...rest,
      key,
      labels: { __name__: stored.name, ...labels },
      savedMs: stored.lastSeenMs,
    })
  }

  /** The series of a name, or all. */
  *all(name?: string): IterableIterator<Series> {
    yield* name === undefined ? this.#byKey.values() : this.#named(name)
  }

  byId(id: bigint): Series | undefined {
    return this.#byId.get(id)
  }

  /** The series that satisfy all matchers and may have samples after a time. */
  select(matchers: readonly Matcher[], sinceMs: number): Series[] {
    const name = matchers.find(({ name, op }) => name === '__name__' && op === '=')
    const equal = matchers.find(({ name, op }) => name !== '__name__' && op === '=')
    const satisfies = compileMatchers(matchers.filter((one) => one !== name && one !== equal))
    const chosen: Series[] = []
    for (const series of this.#candidates(name?.value, equal))
      if (series.lastSeenMs + SAVE_EVERY_MS > sinceMs && satisfies(series.labels))
        chosen.push(series)
    return chosen
  }

  /** Forgets what was not seen since then. Returns how many that were. */
  expire(beforeMs: number): number {
    let count = 0
    for (const series of this.#byKey.values()) {
      if (series.lastSeenMs >= beforeMs) continue
      this.#forget(series)
      count++
    }
    return count
  }

  /** Forgets the series that have this value of a label, and answers with them. */
  forgetLabelled(names: readonly string[], value: string): Series[] {
    const found = [...this.#byKey.values()].filter(({ labels }) =>
      names.some((name) => labels[name] === value),
    )
    for (const series of found) this.#forget(series)
    return found
  }

  /** The series of a name and with a value of one label, as far as they are told. */
  #candidates(name: string | undefined, equal: Matcher | undefined): Iterable<Series> {
    if (name !== undefined)
      return equal
        ? (this.#byName.get(name)?.withLabel(equal.name, equal.value) ?? [])
        : this.#named(name)
    if (!equal) return this.#byKey.values()
    return [...this.#byKey.values()].filter(
      ({ labels }) => (labels[equal.name] ?? '') === equal.value,
    )
  }

  #named(name: string): readonly Series[] {
    return this.#byName.get(name)?.ordered() ?? []
  }

  #forget(series: Series): void {
    series.catalog = undefined
    this.#byKey.delete(series.key)
    this.#byId.delete(series.id)
    this.#byName.get(series.name)?.forget()
  }

  #add(described: Omit<Series, 'idLow' | 'idHigh' | 'isUnsaved' | 'inHead' | 'catalog'>): Series {
    const { id, name, savedMs } = described
    const series: Series = {
      // What every sample needs comes first, so that it is fetched from memory together.
      catalog: this,
      inHead: undefined,
      idLow: Number(BigInt.asIntN(32, id)),
      idHigh: Number(BigInt.asIntN(32, id >> 32n)),
      isUnsaved: savedMs === undefined,
      name,
      id,
      key: described.key,
      labels: described.labels,
      type: described.type,
      unit: described.unit,
      firstSeenMs: described.firstSeenMs,
      lastSeenMs: described.lastSeenMs,
      savedMs,
    }
    this.#byKey.set(series.key, series)
    this.#byId.set(series.id, series)
    let named = this.#byName.get(series.name)
    if (!named) {
      named = new NamedSeries()
      this.#byName.set(series.name, named)
    }
    named.add(series)
    return series
  }
}
