/**
 * Prometheus remote write as tables of fields: all of 2.0, and what of 1.0 is not walked by walk.ts.
 * Source: prometheus/prompb/{remote,types}.proto and prometheus/prompb/io/prometheus/write/v2/types.proto.
 * Exemplars and native histograms are only counted, so nothing of them is read but that they are there.
 */
import { type Declared, type Message, message } from '../protobuf/message.ts'

const Label = message('Label', [1, 'name', 'string'], [2, 'value', 'string'])
/** What the undecoded labels of a 1.0 series hold. */
export const Labels = message('labels', [1, 'labels', () => Label, 'repeated'])
const Sample = message(
  'Sample',
  [1, 'value', 'doubleOrBits'],
  [2, 'timestamp', 'int64'],
  [3, 'startTimestamp', 'int64'],
)
const Counted = message('Counted')
const samples: Declared = [2, 'samples', () => Sample, 'repeated']

export const MetricMetadata: Message = message(
  'MetricMetadata',
  [1, 'type', 'enum'],
  [2, 'family', 'string'],
  [4, 'help', 'string'],
  [5, 'unit', 'string'],
)
const Metadata = message(
  'Metadata',
  [1, 'type', 'enum'],
  [3, 'helpRef', 'uint32'],
  [4, 'unitRef', 'uint32'],
)
const TimeSeries2 = message(
  'TimeSeries',
  [1, 'labelsRefs', 'uint32', 'repeated'],
  samples,
  [3, 'histograms', () => Counted, 'repeated'],
  [4, 'exemplars', () => Counted, 'repeated'],
  [5, 'metadata', () => Metadata],
  // Release candidates told the start once per series, the protocol now tells it with each sample.
  [6, 'createdTimestamp', 'int64'],
)
export const WriteRequest2: Message = message(
  'Request',
  [4, 'symbols', 'string', 'repeated'],
  [5, 'timeseries', () => TimeSeries2, 'repeated'],
)

export interface Sample {
  /** The bits when it is not a number. */
  readonly value?: number | bigint
  readonly timestamp?: number | bigint
  readonly startTimestamp?: number | bigint
}
interface Written {
  readonly samples?: readonly Sample[]
  readonly exemplars?: readonly object[]
  readonly histograms?: readonly object[]
}
export interface SentMetadata {
  readonly type?: number
  readonly family?: string
  readonly help?: string
  readonly unit?: string
}
export interface Request2 {
  readonly symbols?: readonly string[]
  readonly timeseries?: readonly (Written & {
    readonly labelsRefs?: readonly number[]
    readonly metadata?: {
      readonly type?: number
      readonly helpRef?: number
      readonly unitRef?: number
    }
    readonly createdTimestamp?: bigint
  })[]
}
