/** A shipper that speaks Loki's protobuf, for tests: only the published field numbers, and nothing of the decoder. */
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import { compress } from 'snappyjs'

export interface SentStream {
  /** As text, `{app="web"}`. */
  readonly labels: string
  readonly entries: readonly {
    readonly timeNs: bigint
    readonly line: string
    readonly metadata?: Readonly<Record<string, string>>
  }[]
}

export function lokiPush(streams: readonly SentStream[]): Uint8Array {
  const out = new BinaryWriter()
  for (const { labels, entries } of streams) {
    out.tag(1, WireType.LengthDelimited).fork()
    out.tag(1, WireType.LengthDelimited).string(labels)
    for (const { timeNs, line, metadata = {} } of entries) {
      out.tag(2, WireType.LengthDelimited).fork()
      out.tag(1, WireType.LengthDelimited).fork()
      out.tag(1, WireType.Varint).int64(timeNs / 1_000_000_000n)
      out.tag(2, WireType.Varint).int32(Number(timeNs % 1_000_000_000n))
      out.join()
      out.tag(2, WireType.LengthDelimited).string(line)
      for (const [name, value] of Object.entries(metadata)) {
        out.tag(3, WireType.LengthDelimited).fork()
        out.tag(1, WireType.LengthDelimited).string(name)
        out.tag(2, WireType.LengthDelimited).string(value)
        out.join()
      }
      out.join()
    }
    out.tag(3, WireType.Varint).uint64(1234n)
    out.join()
  }
  return compress(out.finish())
}
