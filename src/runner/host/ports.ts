/** The ports on which the host can be reached. */
import { gauge, type Measurement } from './measurement.ts'
import type { Socket } from './sockets.ts'

/** More than that would be a host of another kind, and a series each. */
const MOST_PORTS = 200

/** One figure for each port that listens, each once; UDP has no listening, so those without a peer count. */
export function listeningPorts(sockets: readonly Socket[]): Measurement[] {
  const ports = new Map<string, Measurement>()
  for (const { transport, localAddress, localPort, peerPort, state } of sockets) {
    const listens = transport === 'tcp' ? state === 'listen' : peerPort === 0
    if (!listens || localPort === 0) continue
    const attributes = {
      'network.transport': transport,
      'server.address': localAddress,
      'server.port': String(localPort),
    }
    ports.set(
      `${transport} ${localAddress} ${localPort}`,
      gauge('system.network.listening', '{socket}', 1, attributes),
    )
  }
  return [...ports.values()]
    .sort((a, b) => Number(a.attributes['server.port']) - Number(b.attributes['server.port']))
    .slice(0, MOST_PORTS)
}
