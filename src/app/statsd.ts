/** Listens for statsd by UDP, and keeps what its lines come to every few seconds and at the end. */
import { createSocket } from 'node:dgram'
import { type Log, messageOf } from '#base'
import { StatsdAggregate, type Telemetry } from '#telemetry'
import { listenOn } from './listen-on.ts'

export interface StatsdListener {
  readonly port: number
  /** Keeps what was added up until now; what cannot be kept is counted as refused. */
  flush(): Promise<void>
  close(): Promise<void>
}

const FLUSH_EVERY_MS = 5_000

/** @throws PortTaken */
export async function listenForStatsd(options: {
  readonly host: string
  readonly port: number
  readonly telemetry: Telemetry
  readonly log: Log
}): Promise<StatsdListener> {
  const { host, telemetry, log } = options
  const aggregate = new StatsdAggregate(Date.now())
  const udp = createSocket(host.includes(':') ? 'udp6' : 'udp4')
  udp.on('message', (bytes) => aggregate.add(bytes, Date.now()))
  udp.on('error', (error) => log.warn('statsd failed', { why: messageOf(error) }))
  const port = await listenOn({ host, port: options.port, option: '--statsd-port' }, { udp })

  async function flush(): Promise<void> {
    const decoded = aggregate.take(Date.now())
    if (decoded.accepted + decoded.rejected.count === 0) return
    try {
      await telemetry.ingest(decoded)
    } catch (error) {
      telemetry.noteRefusal('packet-not-kept', decoded.accepted)
      log.warn('metrics of statsd were not kept', { why: messageOf(error) })
    }
  }
  const timer = setInterval(() => void flush(), FLUSH_EVERY_MS)
  return {
    port,
    flush,
    async close() {
      clearInterval(timer)
      udp.close()
      await flush()
    },
  }
}
