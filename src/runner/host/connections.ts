/**
 * Who is connected with this host: counts by state as metrics, and one record for each pair of peer and port as
 * log records. Records and not metrics, since peers are without number.
 */
import { type Measurement, sum } from './measurement.ts'
import type { Socket } from './sockets.ts'

export interface ConnectionRecord {
  readonly direction: 'inbound' | 'outbound'
  readonly transport: 'tcp'
  readonly localAddress: string
  readonly peerAddress: string
  /** The port of whoever was called: ours when inbound, the peer's when outbound. */
  readonly port: number
  readonly count: number
}

/** The most of one look; those with the most connections are told of. */
const MOST_RECORDS = 200

export function countStates(sockets: readonly Socket[]): Measurement[] {
  const counts = new Map<string, number>()
  for (const { transport, state } of sockets)
    if (transport === 'tcp') counts.set(state, (counts.get(state) ?? 0) + 1)
  return [...counts].map(([state, count]) =>
    sum('system.network.connection.count', '{connection}', count, {
      'network.transport': 'tcp',
      'network.connection.state': state,
    }),
  )
}

/** Established connections, added up by who called whom. */
export function connectionRecords(sockets: readonly Socket[]): ConnectionRecord[] {
  const ours = new Set(
    sockets.filter(({ state }) => state === 'listen').map(({ localPort }) => localPort),
  )
  const records = new Map<string, ConnectionRecord>()
  for (const { state, localAddress, localPort, peerAddress, peerPort } of sockets) {
    if (state !== 'established') continue
    const direction = ours.has(localPort) ? 'inbound' : 'outbound'
    const port = direction === 'inbound' ? localPort : peerPort
    const key = `${direction} ${localAddress} ${peerAddress} ${port}`
    const count = (records.get(key)?.count ?? 0) + 1
    records.set(key, { direction, transport: 'tcp', localAddress, peerAddress, port, count })
  }
  return [...records.values()].sort((a, b) => b.count - a.count).slice(0, MOST_RECORDS)
}
