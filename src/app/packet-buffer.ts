/**
 * Packets of senders that cannot be told to wait: they are gathered while the former ones are being kept, up to
 * a limit; beyond it they are dropped and counted.
 */
import { type Log, messageOf } from '#base'

export interface PacketBuffer {
  add(sender: string, bytes: Uint8Array): void
  /** Resolves when what was added before was kept or counted. */
  flushed(): Promise<void>
}

const MAX_PACKETS = 20_000

export function createPacketBuffer(options: {
  keep(messages: readonly Uint8Array[], sender: string): Promise<void>
  refuse(code: 'packet-overflow' | 'packet-not-kept', count: number): void
  readonly log: Log
  readonly maxPackets?: number
}): PacketBuffer {
  const { keep, refuse, log, maxPackets = MAX_PACKETS } = options
  let waiting = new Map<string, Uint8Array[]>()
  let count = 0
  let running: Promise<void> | undefined

  async function run(): Promise<void> {
    while (count > 0) {
      const taken = waiting
      waiting = new Map()
      count = 0
      await Promise.all([...taken].map(([sender, messages]) => keepOrCount(messages, sender)))
    }
    running = undefined
  }

  async function keepOrCount(messages: readonly Uint8Array[], sender: string): Promise<void> {
    try {
      await keep(messages, sender)
    } catch (error) {
      refuse('packet-not-kept', messages.length)
      log.warn('packets were not kept', { packets: messages.length, why: messageOf(error) })
    }
  }

  return {
    add(sender, bytes) {
      if (count >= maxPackets) {
        refuse('packet-overflow', 1)
        return
      }
      count++
      const known = waiting.get(sender)
      if (known) known.push(bytes)
      else waiting.set(sender, [bytes])
      // Packets that arrived together are kept together.
      running ??= new Promise<void>((resolve) => setImmediate(resolve)).then(run)
    },
    flushed: async () => running,
  }
}
