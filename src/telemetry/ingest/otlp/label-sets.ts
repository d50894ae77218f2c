/**
 * The labels of data points. A sender repeats the same attributes with every export, so what they become is
 * remembered under their undecoded bytes: a point that was seen before costs one look-up.
 */
import { type MetricType, type SeriesIdentity, seriesIdentity } from '../../model.ts'
import { labelName } from '../names.ts'
import { readProtobuf } from '../protobuf/reader.ts'
import { attributesOf } from './attributes.ts'
import type { Origin } from './resource.ts'
import { PointAttributes } from './schema.ts'
import type { KeyValue } from './shape.ts'

type Pair = readonly [string, string]

const MAX_REMEMBERED = 200_000
const remembered = new Map<string, Map<string, LabelSet>>()
let rememberedCount = 0

/** @param attributes undecoded (protobuf, as latin1 text) or decoded (JSON) */
export function labelSetOf(
  attributes: string | readonly KeyValue[] | undefined,
  origin: Origin,
): LabelSet {
  if (typeof attributes === 'object') return new LabelSet(attributes, origin)
  const raw = attributes ?? ''
  let sets = remembered.get(origin.key)
  const known = sets?.get(raw)
  if (known) return known
  const bytes = Buffer.from(raw, 'latin1')
  const decoded = readProtobuf<{ attributes?: KeyValue[] }>(PointAttributes, bytes)
  const set = new LabelSet(decoded.attributes ?? [], origin)
  if (++rememberedCount > MAX_REMEMBERED) {
    remembered.clear()
    rememberedCount = 1
    sets = undefined
  }
  if (sets) sets.set(raw, set)
  else remembered.set(origin.key, new Map([[raw, set]]))
  return set
}

export class LabelSet {
  readonly pairs: readonly Pair[]
  readonly longestName: number
  readonly longestValue: number
  readonly #series = new Map<string, SeriesIdentity>()
  /** Most labels belong to one metric without a label more. */
  #usual: SeriesIdentity | undefined

  constructor(attributes: readonly KeyValue[], origin: Origin) {
    this.pairs = pairsOf(attributes, origin)
    this.longestName = Math.max(0, ...this.pairs.map(([name]) => name.length))
    this.longestValue = Math.max(0, ...this.pairs.map(([, value]) => value.length))
  }

  /** The series of these labels under a name, perhaps with one label more that wins over the others. */
  series(name: string, type: MetricType, unit: string, extra?: Pair): SeriesIdentity {
    const usual = this.#usual
    if (!extra && usual?.name === name && usual.type === type && usual.unit === unit) return usual
    const key = extra
      ? `${name}\u0000${type}\u0000${unit}\u0000${extra[1]}`
      : `${name}\u0000${type}\u0000${unit}`
    let series = this.#series.get(key)
    if (!series) {
      const pairs = extra
        ? [...this.pairs.filter(([label]) => label !== extra[0]), extra]
        : this.pairs
      series = seriesIdentity(name, pairs, type, unit)
      this.#series.set(key, series)
      if (!extra) this.#usual ??= series
    }
    return series
  }
}

function pairsOf(attributes: readonly KeyValue[], origin: Origin): readonly Pair[] {
  const labels = new Map<string, string>(origin.description)
  const own = new Set<string>()
  for (const [key, value] of Object.entries(attributesOf(attributes)).sort()) {
    const name = labelName(key)
    if (name === '' || name.startsWith('__')) continue
    // Two attributes can become one label; both values are kept, as Prometheus does.
    labels.set(name, own.has(name) ? `${labels.get(name)};${value}` : value)
    own.add(name)
  }
  for (const [name, value] of origin.identity) labels.set(name, value)
  return [...labels]
}
