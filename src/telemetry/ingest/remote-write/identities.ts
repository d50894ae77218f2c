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
const remembered = new Map<string, SeriesIdentity | Refused>()

interface Refused {
  readonly refused: readonly [code: string, message: string]
}

/** The series of undecoded 1.0 labels, or undefined when it is refused with `count` samples. */
export function identityOfBytes(
  labels: string,
  checks: Checks,
  count: number,
): SeriesIdentity | undefined {
  return known(labels, checks, count, () => {
    const bytes = Buffer.from(labels, 'latin1')
    const { labels: read = [] } = readProtobuf<{ labels?: { name?: string; value?: string }[] }>(
      Labels,
      bytes,
    )
    return seriesOf(
      read.map(({ name = '', value = '' }) => [name, value]),
      'unknown',
      '',
      checks,
    )
  })
}

/** The series of 2.0 labels: names and values in turn. */
export function identityOfTexts(
  texts: readonly string[],
  type: MetricType,
  unit: string,
  checks: Checks,
  count: number,
): SeriesIdentity | undefined {
  const key = JSON.stringify([type, unit, texts])
  return known(key, checks, count, () => {
    const pairs: Pair[] = []
    for (let i = 0; i + 1 < texts.length; i += 2) pairs.push([texts[i]!, texts[i + 1]!])
    return texts.length % 2 === 1
      ? { refused: ['bad-labels', 'One of its labels has no value.'] }
      : seriesOf(pairs, type, unit, checks)
  })
}

function known(
  key: string,
  checks: Checks,
  count: number,
  make: () => SeriesIdentity | Refused,
): SeriesIdentity | undefined {
  let found = remembered.get(key)
  if (!found) {
    found = make()
    if (remembered.size >= MAX_REMEMBERED) remembered.clear()
    remembered.set(key, found)
  }
  if (!('refused' in found)) return found
  checks.reject(...found.refused, count)
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
