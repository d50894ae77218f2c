/** The samples as OTLP and as Prometheus remote write, by a few lines of protobuf: the client is not what is measured. */
import { compress } from 'snappyjs'
import { doubleField, fixedField, message, textField, varintField } from '../load/protobuf.ts'
import { NAME, type Sample } from './workload.ts'

// Labels are the same in every request, so they are encoded once.
const cache = new WeakMap<object, Map<string, Uint8Array>>()
function cached(labels: object, key: string, make: () => Uint8Array): Uint8Array {
  let made = cache.get(labels)
  if (!made) {
    made = new Map()
    cache.set(labels, made)
  }
  const known = made.get(key)
  if (known) return known
  const bytes = make()
  made.set(key, bytes)
  return bytes
}

export function encodeRemoteWrite(samples: readonly Sample[]): Uint8Array {
  const series = samples.map(({ labels, timeMs, value }) => {
    const named = cached(labels, 'write', () =>
      Buffer.concat(
        [['__name__', NAME], ...Object.entries(labels)].map(([name, text]) =>
          message(1, [textField(1, name!), textField(2, text!)]),
        ),
      ),
    )
    return message(1, [named, message(2, [doubleField(1, value), varintField(2, timeMs)])])
  })
  return compress(Buffer.concat(series))
}

export function encodeOtlp(samples: readonly Sample[]): Uint8Array {
  const points = samples.map(({ labels, timeMs, value }) => {
    const attributes = cached(labels, 'otlp', () =>
      Buffer.concat(
        Object.entries(labels).map(([name, text]) =>
          message(7, [textField(1, name), message(2, [textField(1, text)])]),
        ),
      ),
    )
    const timeNs = BigInt(timeMs) * 1_000_000n
    return message(1, [fixedField(3, timeNs), doubleField(4, value), attributes])
  })
  // A monotonic sum, cumulative: a counter.
  const sum = message(7, [...points, varintField(2, 2), varintField(3, 1)])
  const metric = message(2, [textField(1, NAME.replace(/_total$/, '')), sum])
  return message(1, [message(2, [metric])])
}
