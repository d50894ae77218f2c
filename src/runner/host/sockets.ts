/** Sockets of the host as the kernel lists them: who listens, and who is connected with whom. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Socket {
  readonly transport: 'tcp' | 'udp'
  readonly localAddress: string
  readonly localPort: number
  readonly peerAddress: string
  readonly peerPort: number
  /** As OpenTelemetry writes it: established, time_wait, listen; empty for UDP. */
  readonly state: string
}

const STATES = [
  '',
  'established',
  'syn_sent',
  'syn_recv',
  'fin_wait_1',
  'fin_wait_2',
  'time_wait',
  'close',
  'close_wait',
  'last_ack',
  'listen',
  'closing',
]

/** All sockets now; a kernel without IPv6 has fewer files. */
export function readSockets(proc: string): Socket[] {
  return (['tcp', 'tcp6', 'udp', 'udp6'] as const).flatMap((name) => {
    const file = join(proc, 'net', name)
    if (!existsSync(file)) return []
    return parseSockets(readFileSync(file, 'utf8'), name.startsWith('tcp') ? 'tcp' : 'udp')
  })
}

/** `/proc/net/tcp` and its like. */
export function parseSockets(text: string, transport: Socket['transport']): Socket[] {
  return text.split('\n').flatMap((line) => {
    const found =
      /^\s*\d+: ([0-9A-F]+):([0-9A-F]{4}) ([0-9A-F]+):([0-9A-F]{4}) ([0-9A-F]{2}) /.exec(line)
    if (!found) return []
    const [, local, localPort, peer, peerPort, state] = found
    return {
      transport,
      localAddress: addressOf(local!),
      localPort: Number.parseInt(localPort!, 16),
      peerAddress: addressOf(peer!),
      peerPort: Number.parseInt(peerPort!, 16),
      state: transport === 'tcp' ? (STATES[Number.parseInt(state!, 16)] ?? '') : '',
    }
  })
}

/** Words of 32 bits in the order of the processor, as hexadecimal. */
function addressOf(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) =>
    (word.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16)).reverse(),
  )
  if (bytes.length === 4) return bytes.join('.')
  const isMapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff
  if (isMapped) return bytes.slice(12).join('.')
  const groups = Array.from({ length: 8 }, (_, i) =>
    ((bytes[i * 2]! << 8) | bytes[i * 2 + 1]!).toString(16),
  )
  // The longest run of zeros is left out, as addresses are written.
  const runs = `:${groups.join(':')}:`.match(/(?::0)+(?=:)/g) ?? []
  const longest = runs.sort((a, b) => b.length - a.length)[0]
  if (!longest || longest.length < 4) return groups.join(':')
  return `:${groups.join(':')}:`
    .replace(`${longest}:`, '::')
    .replace(/^:(?!:)/, '')
    .replace(/(?<!:):$/, '')
}
