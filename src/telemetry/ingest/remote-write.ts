/**
 * Prometheus remote write 1.0 and 2.0: protobuf packed with snappy. The Content-Type says which of the two;
 * a sender that hears 415 falls back to the other.
 * Source: https://prometheus.io/docs/specs/prw/remote_write_spec_2_0/
 */
import {
  type Decoded,
  type IngestFormat,
  plainText,
  UnsupportedTelemetry,
  wordsOf,
} from './format.ts'
import { readProtobuf } from './protobuf/reader.ts'
import { type Request2, WriteRequest2 } from './remote-write/schema.ts'
import { translate1, translate2 } from './remote-write/translate.ts'
import { unpackSnappy } from './snappy.ts'

const V1 = 'prometheus.WriteRequest'
const V2 = 'io.prometheus.write.v2.Request'

export const remoteWrite: IngestFormat = {
  name: 'prometheus-remote-write',
  path: '/api/v1/write',
  signal: 'metrics',
  encoding: 'snappy',
  decode(bytes, contentType, context) {
    const version = versionOf(contentType)
    const unpacked = unpackSnappy(bytes)
    return version === V1
      ? translate1(unpacked, context)
      : translate2(readProtobuf<Request2>(WriteRequest2, unpacked), context)
  },
  answer(decoded) {
    const { rejected } = decoded
    // 400 says: do not send this again. What was good is kept and counted in the headers.
    return rejected.count === 0
      ? { status: 204, headers: written(decoded) }
      : plainText(400, wordsOf(rejected.reasons), written(decoded))
  },
  failure: ({ status, message }) => plainText(status, message, written({ accepted: 0 })),
}

function versionOf(contentType: string): typeof V1 | typeof V2 {
  const [type = '', ...parameters] = contentType.split(';').map((part) => part.trim())
  const proto = parameters.find((parameter) => /^proto=/i.test(parameter))?.slice(6)
  const version = proto?.replace(/^"|"$/g, '') ?? V1
  if (type.toLowerCase() === 'application/x-protobuf' && (version === V1 || version === V2))
    return version
  throw new UnsupportedTelemetry({
    contentType: contentType.slice(0, 100),
    takes: `application/x-protobuf with proto=${V1} or proto=${V2}`,
  })
}

const written = ({ accepted }: Pick<Decoded, 'accepted'>): Record<string, string> => ({
  'x-prometheus-remote-write-samples-written': String(accepted),
  'x-prometheus-remote-write-histograms-written': '0',
  'x-prometheus-remote-write-exemplars-written': '0',
})
