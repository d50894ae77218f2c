/**
 * Walks a 1.0 request without making an object of each of its parts: Prometheus sends the same series again and
 * again, and five times as much is spent on such objects as on all else that is done with a sample here.
 */
import { BadTelemetry } from '../format.ts'
import { Cursor, I64, LEN, VARINT } from '../protobuf/cursor.ts'

/** One series of a request. It is used again for the next one, so nothing of it may be kept. */
export interface WalkedSeries {
  /** Its labels stand undecoded in `bytes` from `from` to `to`, with the tag of each. */
  bytes: Buffer
  from: number
  to: number
  count: number
  readonly timesMs: number[]
  /** NaN is the stale marker. */
  readonly values: number[]
  /** Samples whose value is any other NaN; they are not among the `count`. */
  notNumbers: number
  exemplars: number
  histograms: number
}

export interface Visitor {
  series(series: WalkedSeries): void
  metadata(bytes: Uint8Array): void
}

const TIMESERIES = 1
const METADATA = 3
const SAMPLES = 2
const EXEMPLARS = 3
const HISTOGRAMS = 4
const VALUE = 1
const TIMESTAMP = 2
/** The two halves of the bits of the NaN that says that a series ended. */
const STALE_LOW = 2
const STALE_HIGH = 0x7ff0_0000

/** @throws BadTelemetry */
export function walkRequest(bytes: Uint8Array, visitor: Visitor): void {
  const cursor = new Cursor(bytes)
  const end = bytes.length
  const series: WalkedSeries = {
    bytes: cursor.buffer,
    from: 0,
    to: 0,
    count: 0,
    timesMs: [],
    values: [],
    notNumbers: 0,
    exemplars: 0,
    histograms: 0,
  }
  while (cursor.at < end) {
    const tag = cursor.varint(end)
    const number = fieldOf(tag)
    if (number !== TIMESERIES && number !== METADATA) {
      cursor.skip(tag % 8, end)
      continue
    }
    expect(tag, LEN)
    const stop = cursor.length(end)
    if (number === TIMESERIES) {
      walkSeries(cursor, stop, series)
      visitor.series(series)
    } else visitor.metadata(cursor.buffer.subarray(cursor.take(stop), stop))
  }
}

function walkSeries(cursor: Cursor, end: number, series: WalkedSeries): void {
  series.bytes = cursor.buffer
  series.from = cursor.at
  series.to = cursor.at
  series.count = 0
  series.notNumbers = 0
  series.exemplars = 0
  series.histograms = 0
  let stretches: Buffer[] | undefined
  while (cursor.at < end) {
    const tagAt = cursor.at
    const tag = cursor.varint(end)
    const number = fieldOf(tag)
    if (number > HISTOGRAMS) {
      cursor.skip(tag % 8, end)
      continue
    }
    expect(tag, LEN)
    const stop = cursor.length(end)
    if (number === SAMPLES) {
      readSample(cursor, stop, series)
      continue
    }
    cursor.at = stop
    if (number === EXEMPLARS) series.exemplars++
    else if (number === HISTOGRAMS) series.histograms++
    else if (series.to === tagAt) series.to = stop
    else {
      // Labels nearly always follow one another, so they are one stretch of bytes.
      stretches ??= []
      stretches.push(cursor.buffer.subarray(series.from, series.to))
      series.from = tagAt
      series.to = stop
    }
  }
  if (!stretches) return
  stretches.push(cursor.buffer.subarray(series.from, series.to))
  series.bytes = Buffer.concat(stretches)
  series.from = 0
  series.to = series.bytes.length
}

function readSample(cursor: Cursor, end: number, series: WalkedSeries): void {
  let value = 0
  let isNumber = true
  let timeMs = 0
  while (cursor.at < end) {
    const tag = cursor.varint(end)
    const number = fieldOf(tag)
    if (number === VALUE) {
      expect(tag, I64)
      const at = cursor.fixed(8, end)
      value = cursor.view.getFloat64(at, true)
      // A number may lose the bits that tell one NaN from another.
      isNumber = !Number.isNaN(value) || isStaleMarker(cursor.view, at)
    } else if (number === TIMESTAMP) {
      expect(tag, VARINT)
      timeMs = cursor.varint(end)
      if (timeMs >= 2 ** 63) timeMs -= 2 ** 64
    } else cursor.skip(tag % 8, end)
  }
  if (isNumber) {
    series.timesMs[series.count] = timeMs
    series.values[series.count++] = value
  } else series.notNumbers++
}

function isStaleMarker(view: DataView, at: number): boolean {
  return view.getUint32(at, true) === STALE_LOW && view.getUint32(at + 4, true) === STALE_HIGH
}

function fieldOf(tag: number): number {
  if (tag < 8) throw new BadTelemetry({ reason: 'it has a field number 0' })
  return Math.floor(tag / 8)
}

function expect(tag: number, wireType: number): void {
  if (tag % 8 !== wireType)
    throw new BadTelemetry({ reason: `field ${fieldOf(tag)} has wire type ${tag % 8}` })
}
