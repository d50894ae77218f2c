/**
 * Listens for syslog on one port, by UDP and TCP. TCP senders are read no faster than their messages become
 * durable, and are cut off when they cannot be kept, so they send again; UDP has no way to say so, and is counted.
 */
import { createSocket } from 'node:dgram'
import { createServer, type Socket } from 'node:net'
import { type Log, messageOf } from '#base'
import { decodeSyslog, SyslogFraming, type Telemetry } from '#telemetry'
import { listenOn } from './listen-on.ts'
import { createPacketBuffer } from './packet-buffer.ts'

export interface SyslogListener {
  readonly port: number
  /** Resolves when everything that arrived was kept or counted. */
  close(): Promise<void>
}

/** A silent TCP sender is let go after this. */
const SILENT_MS = 3_600_000
const MAX_SENDERS = 1_000

/** @throws PortTaken */
export async function listenForSyslog(options: {
  readonly host: string
  readonly port: number
  readonly telemetry: Telemetry
  readonly log: Log
}): Promise<SyslogListener> {
  const { host, telemetry, log } = options
  const keep = async (messages: readonly Uint8Array[], sender: string) => {
    const limits = { maxAgeMs: telemetry.keeping.keptMs('logs') }
    await telemetry.ingest(decodeSyslog(messages, sender, { nowMs: Date.now(), limits }))
  }

  const senders = new Set<Socket>()
  let closing = false
  const serving = new Set<Promise<void>>()
  const tcp = createServer((socket) => {
    senders.add(socket)
    socket.setTimeout(SILENT_MS, () => socket.destroy())
    const served = serve(socket).finally(() => {
      senders.delete(socket)
      serving.delete(served)
    })
    serving.add(served)
  })
  tcp.maxConnections = MAX_SENDERS
  async function serve(socket: Socket): Promise<void> {
    const sender = plainAddress(socket.remoteAddress ?? '')
    const framing = new SyslogFraming()
    try {
      for await (const chunk of socket) {
        const messages = framing.push(chunk as Buffer)
        const tooLong = framing.takeTooLong()
        if (tooLong > 0) telemetry.noteRefusal('message-too-long', tooLong)
        if (messages.length > 0) await keep(messages, sender)
      }
      const rest = framing.end()
      if (rest.length > 0) await keep(rest, sender)
    } catch (error) {
      if (!closing) log.warn('a syslog sender was cut off', { sender, why: messageOf(error) })
      socket.destroy()
    }
  }

  const udp = createSocket(host.includes(':') ? 'udp6' : 'udp4')
  const packets = createPacketBuffer({
    keep,
    refuse: (code, count) => telemetry.noteRefusal(code, count),
    log,
  })
  udp.on('message', (bytes, { address }) => packets.add(plainAddress(address), bytes))
  udp.on('error', (error) => log.warn('syslog by UDP failed', { why: messageOf(error) }))

  const port = await listenOn({ host, port: options.port, option: '--syslog-port' }, { tcp, udp })
  return {
    port,
    async close() {
      closing = true
      udp.close()
      tcp.close()
      for (const socket of senders) socket.destroy()
      await Promise.all([...serving, packets.flushed()])
    },
  }
}

/** IPv4 senders of an IPv6 socket, as people write them. */
const plainAddress = (address: string) => address.replace(/^::ffff:(?=\d+\.)/, '')
