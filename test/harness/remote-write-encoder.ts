/**
 * A sender of remote write for tests, made of nothing but the published field numbers and the writer of
 * @bufbuild/protobuf, so that it shares no mistake with the decoder.
 */
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import { compress } from 'snappyjs'

export interface SentSample {
  /** Bits when a NaN is meant to be a certain one. */
  readonly value: number | bigint
  readonly timeMs: number
  readonly startMs?: number
}
export interface SentSeries {
  readonly labels: readonly (readonly [string, string])[]
  readonly samples: readonly SentSample[]
  readonly exemplars?: number
  readonly histograms?: number
  /** 2.0 only: Prometheus' number of the type. */
  readonly type?: number
  readonly unit?: string
  readonly help?: string
  readonly createdMs?: number
}
export interface SentFamily {
  readonly name: string
  readonly type: number
  readonly help?: string
  readonly unit?: string
}

export const STALE_MARKER = 0x7ff0_0000_0000_0002n
export const PLAIN_NAN = 0x7ff8_0000_0000_0001n
export const TYPE_1 = 'application/x-protobuf'
export const TYPE_2 = 'application/x-protobuf;proto=io.prometheus.write.v2.Request'

export function remoteWrite1(
  series: readonly SentSeries[],
  families: readonly SentFamily[] = [],
): Uint8Array {
  const out = new BinaryWriter()
  for (const each of series)
    part(out, 1, (at) => {
      for (const [name, value] of each.labels)
        part(at, 1, (label) => {
          text(label, 1, name)
          text(label, 2, value)
        })
      samples(at, 2, each, false)
      for (let i = 0; i < (each.exemplars ?? 0); i++) part(at, 3, exemplar)
      for (let i = 0; i < (each.histograms ?? 0); i++) part(at, 4, histogram)
    })
  for (const { name, type, help, unit } of families)
    part(out, 3, (at) => {
      at.tag(1, WireType.Varint).int32(type)
      text(at, 2, name)
      if (help) text(at, 4, help)
      if (unit) text(at, 5, unit)
    })
  return compress(out.finish())
}

export function remoteWrite2(series: readonly SentSeries[]): Uint8Array {
  const symbols = ['']
  const ref = (symbol: string) => {
    const known = symbols.indexOf(symbol)
    return known >= 0 ? known : symbols.push(symbol) - 1
  }
  const body = new BinaryWriter()
  for (const each of series)
    part(body, 5, (at) => {
      at.tag(1, WireType.LengthDelimited).fork()
      for (const label of each.labels) for (const symbol of label) at.uint32(ref(symbol))
      at.join()
      samples(at, 2, each, true)
      for (let i = 0; i < (each.histograms ?? 0); i++) part(at, 3, histogram)
      for (let i = 0; i < (each.exemplars ?? 0); i++) part(at, 4, exemplar)
      part(at, 5, (meta) => {
        if (each.type) meta.tag(1, WireType.Varint).int32(each.type)
        if (each.help) meta.tag(3, WireType.Varint).uint32(ref(each.help))
        if (each.unit) meta.tag(4, WireType.Varint).uint32(ref(each.unit))
      })
      if (each.createdMs) at.tag(6, WireType.Varint).int64(each.createdMs)
    })
  const head = new BinaryWriter()
  for (const symbol of symbols) text(head, 4, symbol)
  return compress(Buffer.concat([head.finish(), body.finish()]) as Uint8Array)
}

function part(out: BinaryWriter, field: number, write: (out: BinaryWriter) => void): void {
  out.tag(field, WireType.LengthDelimited).fork()
  write(out)
  out.join()
}
function text(out: BinaryWriter, field: number, value: string): void {
  out.tag(field, WireType.LengthDelimited).string(value)
}
function samples(out: BinaryWriter, field: number, series: SentSeries, starts: boolean): void {
  for (const { value, timeMs, startMs } of series.samples)
    part(out, field, (at) => {
      if (typeof value === 'bigint') at.tag(1, WireType.Bit64).fixed64(value)
      else if (value !== 0 || Object.is(value, -0)) at.tag(1, WireType.Bit64).double(value)
      at.tag(2, WireType.Varint).int64(timeMs)
      if (starts && startMs) at.tag(3, WireType.Varint).int64(startMs)
    })
}
const exemplar = (out: BinaryWriter) => void out.tag(2, WireType.Bit64).double(1)
const histogram = (out: BinaryWriter) => void out.tag(15, WireType.Varint).int64(1)
