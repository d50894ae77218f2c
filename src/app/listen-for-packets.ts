/** What machines send on ports of their own and not by HTTP: syslog and statsd, each only when it is asked for. */
import type { Log } from '#base'
import type { Telemetry } from '#telemetry'
import type { Config } from './config.ts'
import { createLife } from './life.ts'
import { listenForStatsd } from './statsd.ts'
import { listenForSyslog } from './syslog.ts'

export interface PacketListeners {
  /** Where is listened, by what it is. */
  readonly addresses: Readonly<Record<string, string>>
  close(): Promise<void>
}

/** @throws PortTaken */
export async function listenForPackets(options: {
  readonly config: Pick<Config, 'host' | 'syslogPort' | 'statsdPort'>
  readonly telemetry: Telemetry
  readonly log: Log
}): Promise<PacketListeners> {
  const { config, telemetry, log } = options
  const { host, syslogPort, statsdPort } = config
  const life = createLife(log)
  const addresses: Record<string, string> = {}
  try {
    if (syslogPort !== undefined) {
      const syslog = await listenForSyslog({ host, port: syslogPort, telemetry, log })
      life.opened('syslog', syslog.close)
      addresses.Syslog = `${host}:${syslog.port}`
    }
    if (statsdPort !== undefined) {
      const statsd = await listenForStatsd({ host, port: statsdPort, telemetry, log })
      life.opened('statsd', statsd.close)
      addresses.statsd = `${host}:${statsd.port}`
    }
  } catch (error) {
    await life.end()
    throw error
  }
  return { addresses, close: () => life.end() }
}
