/** Requests of remote write as points: what they share, and where 1.0 and 2.0 differ. */
import type { MetricFamily, SeriesIdentity } from '../../model.ts'
import { Points } from '../../points.ts'
import { Checks } from '../checks.ts'
import { BadTelemetry, type DecodeContext, type Decoded, Rejections } from '../format.ts'
import { readProtobuf } from '../protobuf/reader.ts'
import { IdentitiesOfBytes, identityOfTexts, typeOfNumber } from './identities.ts'
import { MetricMetadata, type Request2, type Sample, type SentMetadata } from './schema.ts'
import { walkRequest } from './walk.ts'

/** The NaN that says that a series ended; any other is a value that is not a number. */
const STALE_MARKER = 0x7ff0_0000_0000_0002n

/** @param bytes unpacked @throws BadTelemetry */
export function translate1(bytes: Uint8Array, context: DecodeContext): Decoded {
  const translation = new Translation(context)
  const families: MetricFamily[] = []
  const identities = new IdentitiesOfBytes(translation.checks)
  walkRequest(bytes, {
    series({ bytes, from, to, count, timesMs, values, notNumbers, exemplars, histograms }) {
      translation.aside(exemplars, histograms, notNumbers)
      if (count === 0) return
      const series = identities.find(bytes, from, to, count)
      if (!series) return
      for (let i = 0; i < count; i++) translation.sample(series, timesMs[i]!, values[i]!)
    },
    metadata(part) {
      const {
        family,
        type,
        help = '',
        unit = '',
      } = readProtobuf<SentMetadata>(MetricMetadata, part)
      families.push({ name: family ?? '', type: typeOfNumber(type), help, unit })
    },
  })
  return translation.result(families)
}

export function translate2(request: Request2, context: DecodeContext): Decoded {
  const translation = new Translation(context)
  const families = new Map<string, MetricFamily>()
  const symbols = request.symbols ?? []
  const symbol = (ref: number) => {
    const text = symbols[ref]
    if (text === undefined) throw new BadTelemetry({ reason: `there is no symbol ${ref}` })
    return text
  }
  if (symbols.length > 0 && symbols[0] !== '')
    throw new BadTelemetry({ reason: 'its first symbol is not the empty text' })
  for (const { labelsRefs = [], metadata, createdTimestamp, ...written } of request.timeseries ??
    []) {
    const { samples = [] } = written
    translation.aside(written.exemplars?.length ?? 0, written.histograms?.length ?? 0)
    const texts = labelsRefs.map(symbol)
    const type = typeOfNumber(metadata?.type)
    const unit = metadata?.unitRef ? symbol(metadata.unitRef) : ''
    const help = metadata?.helpRef ? symbol(metadata.helpRef) : ''
    if (samples.length === 0) continue
    const series = identityOfTexts(texts, type, unit, translation.checks, samples.length)
    if (!series) continue
    if (help !== '') families.set(series.name, { name: series.name, type, help, unit })
    for (const sample of samples) translation.sent(series, sample, createdTimestamp)
  }
  return translation.result([...families.values()])
}

class Translation {
  readonly checks: Checks
  readonly #points = new Points()
  readonly #ignored = new Rejections()

  constructor(context: DecodeContext) {
    this.checks = new Checks('metrics', context)
  }

  /** What stands beside the samples of a series, and what of them is no number. */
  aside(exemplars: number, histograms: number, notNumbers = 0): void {
    if (exemplars > 0) this.#ignored.add('exemplar', 'Exemplars are not kept.', exemplars)
    // Summaries without observations say so in every request: that is no mistake of the sender.
    if (notNumbers > 0) this.#ignored.add('not-a-number', 'Its value is not a number.', notNumbers)
    if (histograms > 0)
      this.checks.reject(
        'native-histogram',
        'Native histograms are not kept; send classic buckets.',
        histograms,
      )
  }

  sample(series: SeriesIdentity, timeMs: number, value: number, startMs = 0): void {
    if (!this.checks.time(timeMs)) return
    const began = startMs > 0 && series.type !== 'gauge'
    this.#points.add(series, this.#points.length, timeMs, value, began ? startMs : 0)
  }

  /** A sample of 2.0. */
  sent(series: SeriesIdentity, sample: Sample, created?: number | bigint): void {
    const { value = 0, timestamp = 0, startTimestamp } = sample
    const isStale = value === STALE_MARKER
    if (typeof value === 'bigint' && !isStale) this.aside(0, 0, 1)
    else {
      const startMs = Number(startTimestamp ?? created ?? 0)
      this.sample(series, Number(timestamp), isStale ? Number.NaN : Number(value), startMs)
    }
  }

  result(families: readonly MetricFamily[]): Decoded {
    return {
      batch: { signal: 'metrics', points: this.#points, families },
      accepted: this.#points.length,
      rejected: this.checks.rejections.toResult(),
      ignored: this.#ignored.toResult().reasons,
    }
  }
}
