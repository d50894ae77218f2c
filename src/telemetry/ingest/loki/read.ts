/** Loki's push requests in both encodings as the same streams of entries. */
import { z } from 'zod'
import type { Labels } from '../../model.ts'
import { BadTelemetry } from '../format.ts'
import { readJsonBody } from '../json-body.ts'
import { message } from '../protobuf/message.ts'
import { readProtobuf } from '../protobuf/reader.ts'
import { unpackSnappy } from '../snappy.ts'
import { readStreamLabels } from './labels.ts'

export interface Stream {
  readonly labels: Labels
  readonly entries: readonly Entry[]
}
export interface Entry {
  /** Undefined when it is no time. */
  readonly timeNs: bigint | undefined
  readonly line: string
  readonly metadata: Labels
}

// Source: grafana/loki/pkg/push/push.proto
const Pair = message('LabelPairAdapter', [1, 'name', 'string'], [2, 'value', 'string'])
const Timestamp = message('Timestamp', [1, 'seconds', 'int64'], [2, 'nanos', 'int64'])
const EntryMessage = message(
  'EntryAdapter',
  [1, 'timestamp', () => Timestamp],
  [2, 'line', 'string'],
  [3, 'metadata', () => Pair, 'repeated'],
)
const StreamMessage = message(
  'StreamAdapter',
  [1, 'labels', 'string'],
  [2, 'entries', () => EntryMessage, 'repeated'],
)
const PushRequest = message('PushRequest', [1, 'streams', () => StreamMessage, 'repeated'])

interface Push {
  readonly streams?: readonly {
    readonly labels?: string
    readonly entries?: readonly {
      readonly timestamp?: { readonly seconds?: bigint; readonly nanos?: bigint }
      readonly line?: string
      readonly metadata?: readonly { readonly name?: string; readonly value?: string }[]
    }[]
  }[]
}

/** @throws BadTelemetry, TelemetryTooLarge */
export function readPushProtobuf(packed: Uint8Array): Stream[] {
  const { streams = [] } = readProtobuf<Push>(PushRequest, unpackSnappy(packed))
  return streams.map(({ labels = '{}', entries = [] }) => ({
    labels: readStreamLabels(labels),
    entries: entries.map(({ timestamp = {}, line = '', metadata = [] }) => ({
      timeNs: (timestamp.seconds ?? 0n) * 1_000_000_000n + (timestamp.nanos ?? 0n),
      line,
      metadata: Object.fromEntries(metadata.map(({ name = '', value = '' }) => [name, value])),
    })),
  }))
}

const Texts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String))
const PushJson = z.object({
  streams: z.array(
    z.object({
      stream: Texts.default({}),
      values: z.array(
        z.union([
          z.tuple([z.union([z.string(), z.number()]), z.string()]),
          z.tuple([z.union([z.string(), z.number()]), z.string(), Texts]),
        ]),
      ),
    }),
  ),
})

/** @throws BadTelemetry */
export function readPushJson(bytes: Uint8Array): Stream[] {
  const push = PushJson.safeParse(readJsonBody(bytes))
  if (!push.success) {
    const [issue] = push.error.issues
    throw new BadTelemetry({ reason: `${issue?.path.join('.') || 'it'}: ${issue?.message}` })
  }
  return push.data.streams.map(({ stream, values }) => ({
    labels: stream,
    entries: values.map(([time, line, metadata = {}]) => ({
      timeNs: /^\d{1,19}$/.test(String(time)) ? BigInt(time) : undefined,
      line,
      metadata,
    })),
  }))
}
