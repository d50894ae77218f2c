/**
 * The series of remote write. A sender repeats the same labels with every request, so what they become is
 * remembered under their undecoded bytes: a series that was seen before costs one look-up.
 */
import { type MetricType, type SeriesIdentity, seriesIdentity } from '../../model.ts'
import type { Checks } from '../checks.ts'
import { readProtobuf } from '../protobuf/reader.ts'
import { Labels } from './schema.ts'

type Pair = readonly [string, string]

/** Prometheus' number of a metric type; gauge histograms, info and state sets are gauges here. */
const TYPES: readonly MetricType[] = [
  'unknown',
  'counter',
  'gauge',
  'histogram',
  'gauge',
  'summary',
  'gauge',
  'gauge',
]
export const typeOfNumber = (number: number | undefined): MetricType =>
  TYPES[number ?? 0] ?? 'unknown'

const MAX_REMEMBERED = 200_000

interface Refused {
  readonly refused: readonly [code: string, message: string]
}

/** Undecoded labels that were seen before, and what they are. */
interface Known {
  readonly bytes: Buffer
  readonly identity: SeriesIdentity | Refused
  /** Who followed them the last time: senders keep their order, so it is looked at first. */
  next: Known | undefined
}

const byBytes = new Map<string, Known>()

/** Finds the series of one 1.0 request, in its order. */
export class IdentitiesOfBytes {
  readonly #checks: Checks
  #last: Known | undefined

  constructor(checks: Checks) {
    this.#checks = checks
  }

  /** The series of undecoded labels, or undefined when it is refused with `count` samples. */
  find(bytes: Buffer, from: number, to: number, count: number): SeriesIdentity | undefined {
    const guess = this.#last?.next
    const isGuess = guess?.bytes.compare(bytes, from, to) === 0
    const known = isGuess ? guess : this.#lookUp(bytes, from, to)
    if (this.#last && !isGuess) this.#last.next = known
    this.#last = known
    return admitted(known.identity, this.#checks, count)
  }

  #lookUp(bytes: Buffer, from: number, to: number): Known {
    const key = bytes.toString('latin1', from, to)
    let known = byBytes.get(key)
    if (!known) {
      const own = Buffer.from(bytes.subarray(from, to))
      known = { bytes: own, identity: readIdentity(own, this.#checks), next: undefined }
      if (byBytes.size >= MAX_REMEMBERED) byBytes.clear()
      byBytes.set(key, known)
    }
    return known
  }
}

function readIdentity(bytes: Uint8Array, checks: Checks): SeriesIdentity | Refused {
  const { labels = [] } = readProtobuf<{ labels?: { name?: string; value?: string }[] }>(
    Labels,
    bytes,
  )
  return seriesOf(
    labels.map(({ name = '', value = '' }) => [name, value]),
    'unknown',
    '',
    checks,
  )
}

const byTexts = new Map<string, SeriesIdentity | Refused>()

/** The series of 2.0 labels: names and values in turn. */
export function identityOfTexts(
  texts: readonly string[],
  type: MetricType,
  unit: string,
  checks: Checks,
  count: number,
): SeriesIdentity | undefined {
  const key = JSON.stringify([type, unit, texts])
  let identity = byTexts.get(key)
  if (!identity) {
    const pairs: Pair[] = []
    for (let i = 0; i + 1 < texts.length; i += 2) pairs.push([texts[i]!, texts[i + 1]!])
    identity =
      texts.length % 2 === 1
        ? { refused: ['bad-labels', 'One of its labels has no value.'] }
        : seriesOf(pairs, type, unit, checks)
    if (byTexts.size >= MAX_REMEMBERED) byTexts.clear()
    byTexts.set(key, identity)
  }
  return admitted(identity, checks, count)
}

function admitted(
  identity: SeriesIdentity | Refused,
  checks: Checks,
  count: number,
): SeriesIdentity | undefined {
  if (!('refused' in identity)) return identity
  checks.reject(...identity.refused, count)
  return undefined
}

function seriesOf(
  pairs: readonly Pair[],
  type: MetricType,
  unit: string,
  { limits }: Checks,
): SeriesIdentity | Refused {
  const names = new Set(pairs.map(([name]) => name))
  const name = pairs.find(([label]) => label === '__name__')?.[1] ?? ''
  if (name === '') return { refused: ['no-name', 'The metric has no name.'] }
  if (name.length > limits.maxNameLength)
    return { refused: ['name-too-long', 'The name of the metric is too long.'] }
  if (names.size !== pairs.length || names.has(''))
    return { refused: ['bad-labels', 'A label is named twice or not at all.'] }
  if (pairs.length - 1 > limits.maxLabels)
    return { refused: ['too-many-labels', `It has more than ${limits.maxLabels} labels.`] }
  if (
    pairs.some(
      ([label, value]) =>
        label.length > limits.maxNameLength || value.length > limits.maxValueLength,
    )
  )
    return { refused: ['label-too-long', 'The name or value of a label is too long.'] }
  return seriesIdentity(name, pairs, type, unit)
}
