/**
 * Walks a 1.0 request without making an object of each of its parts: Prometheus sends the same series again and
 * again, and five times as much is spent on such objects as on all else that is done with a sample here.
 */
import { BadTelemetry } from '../format.ts'
import { Cursor, I64, LEN, VARINT } from '../protobuf/cursor.ts'
import type { Sample } from './schema.ts'

export interface Visitor {
  /** @param labels undecoded, as latin1 text; `samples` is used again after the visit */
  series(labels: string, samples: readonly Sample[], exemplars: number, histograms: number): void
  metadata(bytes: Uint8Array): void
}

const TIMESERIES = 1
const METADATA = 3
const SAMPLES = 2
const EXEMPLARS = 3
const HISTOGRAMS = 4
const VALUE = 1
const TIMESTAMP = 2

/** @throws BadTelemetry */
export function walkRequest(bytes: Uint8Array, visitor: Visitor): void {
  const cursor = new Cursor(bytes)
  const end = bytes.length
  while (cursor.at < end) {
    const tag = cursor.varint(end)
    const number = fieldOf(tag)
    if (number !== TIMESERIES && number !== METADATA) {
      cursor.skip(tag % 8, end)
      continue
    }
    expect(tag, LEN)
    const stop = cursor.length(end)
    if (number === TIMESERIES) walkSeries(cursor, stop, visitor)
    else visitor.metadata(cursor.buffer.subarray(cursor.take(stop), stop))
  }
}

function walkSeries(cursor: Cursor, end: number, visitor: Visitor): void {
  const samples: Sample[] = []
  let labels = ''
  let from = -1
  let to = -1
  let exemplars = 0
  let histograms = 0
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
    if (number === SAMPLES) samples.push(readSample(cursor, stop))
    else {
      cursor.at = stop
      if (number === EXEMPLARS) exemplars++
      else if (number === HISTOGRAMS) histograms++
      else if (to === tagAt) to = stop
      else {
        // Labels nearly always follow one another, so they are one stretch of bytes.
        if (from >= 0) labels += cursor.buffer.toString('latin1', from, to)
        from = tagAt
        to = stop
      }
    }
  }
  if (from >= 0) labels += cursor.buffer.toString('latin1', from, to)
  visitor.series(labels, samples, exemplars, histograms)
}

function readSample(cursor: Cursor, end: number): Sample {
  let value: number | bigint = 0
  let timestamp = 0
  while (cursor.at < end) {
    const tag = cursor.varint(end)
    const number = fieldOf(tag)
    if (number === VALUE) {
      expect(tag, I64)
      const at = cursor.fixed(8, end)
      value = cursor.buffer.readDoubleLE(at)
      // A number may lose the bits that tell one NaN from another.
      if (Number.isNaN(value)) value = cursor.buffer.readBigUInt64LE(at)
    } else if (number === TIMESTAMP) {
      expect(tag, VARINT)
      timestamp = cursor.varint(end)
      if (timestamp >= 2 ** 63) timestamp -= 2 ** 64
    } else cursor.skip(tag % 8, end)
  }
  return { value, timestamp }
}

function fieldOf(tag: number): number {
  if (tag < 8) throw new BadTelemetry({ reason: 'it has a field number 0' })
  return Math.floor(tag / 8)
}

function expect(tag: number, wireType: number): void {
  if (tag % 8 !== wireType)
    throw new BadTelemetry({ reason: `field ${fieldOf(tag)} has wire type ${tag % 8}` })
}
