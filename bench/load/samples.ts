/** Samples of many counters as remote write, encoded once: only time and value are written anew. */
import { compress } from 'snappyjs'
import { doubleField, message, textField, varintField } from './protobuf.ts'

/** A value of eight bytes and a time of six stand at the end of each series. */
const VALUE_FROM_END = 15
const TIME_FROM_END = 6
/** Milliseconds since 1970 take six bytes from 2004 to 2109. */
const ANY_TIME_MS = 1_700_000_000_000

export class SampleTemplate {
  readonly samples: number
  readonly #bytes: Buffer
  readonly #ends: readonly number[]

  constructor(series: readonly Readonly<Record<string, string>>[]) {
    const encoded = series.map((labels) =>
      message(1, [
        ...Object.entries(labels).map(([name, value]) =>
          message(1, [textField(1, name), textField(2, value)]),
        ),
        message(2, [doubleField(1, 0), varintField(2, ANY_TIME_MS)]),
      ]),
    )
    let end = 0
    this.#ends = encoded.map(({ length }) => {
      end += length
      return end
    })
    this.#bytes = Buffer.concat(encoded)
    this.samples = series.length
  }

  /** Each counter rises by a few, unevenly. */
  at(n: number, timeMs: number): Uint8Array {
    const time = Buffer.alloc(6)
    for (let i = 0, rest = Math.floor(timeMs); i < 6; i++, rest = Math.floor(rest / 128))
      time[i] = (rest % 128) | (i < 5 ? 128 : 0)
    for (const [i, end] of this.#ends.entries()) {
      this.#bytes.writeDoubleLE(n * (i % 50) + ((n * 7 + i * 13) % 11), end - VALUE_FROM_END)
      time.copy(this.#bytes, end - TIME_FROM_END)
    }
    return compress(this.#bytes)
  }
}

/** So many series of five metrics, in requests of so many. */
export function sampleTemplates(series: number, perRequest: number): readonly SampleTemplate[] {
  const all = Array.from({ length: series }, (_, i) => ({
    __name__: `soak_requests_${i % 5}_total`,
    instance: `10.1.${(i >> 8) & 255}.${i & 255}:9100`,
    job: `job-${i % 20}`,
    path: `/api/v${i % 7}/things`,
    pod: `pod-${i}`,
  }))
  return Array.from(
    { length: Math.ceil(series / perRequest) },
    (_, i) => new SampleTemplate(all.slice(i * perRequest, (i + 1) * perRequest)),
  )
}
