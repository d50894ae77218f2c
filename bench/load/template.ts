/**
 * A request that is encoded once and sent many times: only its times, numbers and trace ids are written anew, in
 * place. So a client takes little of the CPU that it shares with what it measures.
 */
const TIME_MARK = Buffer.from([0xf4, 0xf3, 0xf2, 0xf1])
const NUMBER_MARK = Buffer.from('@@@@@@@@')
const TRACE_MARK = Buffer.from([0xe8, 0xe7, 0xe6, 0xe5, 0xe4, 0xe3, 0xe2, 0xe1])

/** Stands for a time, as nanoseconds of eight bytes: so many microseconds after that of the request. */
export const timeAt = (afterUs: number) =>
  (BigInt(TIME_MARK.readUInt32LE()) << 32n) | BigInt(Math.round(afterUs))

/** Stands for eight digits that differ in each request and place. */
export const NUMBER = NUMBER_MARK.toString()

/** Stands for the id of a trace: the same index in the same request is the same trace. */
export function traceAt(index: number): Uint8Array {
  const id = Buffer.alloc(16)
  TRACE_MARK.copy(id)
  id.writeUInt32BE(index, 12)
  return id
}

export class Template {
  readonly #bytes: Buffer
  readonly #times: readonly { at: number; afterUs: number }[]
  readonly #numbers: readonly number[]
  readonly #traces: readonly number[]

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes)
    this.#times = placesOf(this.#bytes, TIME_MARK).map((mark) => ({
      at: mark - 4,
      afterUs: this.#bytes.readUInt32LE(mark - 4),
    }))
    this.#numbers = placesOf(this.#bytes, NUMBER_MARK)
    this.#traces = placesOf(this.#bytes, TRACE_MARK)
  }

  /** The bytes of the `n`th request; they are written over by the next call, unless they are copied. */
  at(n: number, timeMs: number): Buffer {
    const baseNs = BigInt(Math.round(timeMs)) * 1_000_000n
    for (const { at, afterUs } of this.#times)
      this.#bytes.writeBigUInt64LE(baseNs + BigInt(afterUs * 1_000), at)
    let number = (n * 7_919) % 9_000
    for (const at of this.#numbers)
      this.#bytes.write(String(10_000_000 + number++ * 9_973).slice(0, 8), at, 'latin1')
    // Never nothing but zeros, which are no id.
    const id = (BigInt(n + 1) * 0x9e3779b97f4a7c15n) & 0xffffffffffffffffn
    for (const at of this.#traces) this.#bytes.writeBigUInt64BE(id, at)
    return this.#bytes
  }
}

function placesOf(bytes: Buffer, mark: Buffer): number[] {
  const places: number[] = []
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + mark.length))
    places.push(at)
  return places
}
