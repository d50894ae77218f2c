/**
 * The runner of a host: looks at it every few seconds, follows its logs, and sends both to the server. It keeps
 * what the server cannot take yet, and asks again when the server said so.
 */
import { join } from 'node:path'
import type { ConnectionRecord } from './host/connections.ts'
import { type HostFolders, LINUX } from './host/measurement.ts'
import { openHost } from './host/read-host.ts'
import { type LogShipper, openLogShipper } from './logs/log-shipper.ts'
import { logsRequest, metricsRequest } from './otlp.ts'
import { type Attributes, hostResource } from './resource.ts'
import { createSender, type Outcome, type SignalPath } from './sender.ts'
import { Waiting } from './waiting.ts'

export interface RunnerOptions {
  /** Address of the server, without a slash at the end. */
  readonly url: string
  readonly token?: string | undefined
  /** Where it keeps its offsets, and what waits for the server. */
  readonly folder: string
  /** How often the host is looked at, in milliseconds. */
  readonly everyMs?: number
  /** Log files; a `*` may stand in the last part of a path. Undefined for none. */
  readonly logFiles?: readonly string[] | undefined
  /** The program that follows the journal, when it is followed. */
  readonly journalctl?: string | undefined
  /** How much may wait on disk, in bytes; 64 MiB unless told. */
  readonly waitingBytes?: number
  readonly warn: (words: string) => void
  readonly folders?: HostFolders
}

export interface Runner {
  /** Ends after the request in hand. */
  stop(): Promise<void>
}

export const DEFAULT_EVERY_MS = 10_000
const WAITING_BYTES = 64 * 2 ** 20
const CONNECTIONS_EVERY_MS = 60_000
const LOGS_EVERY_MS = 1_000

export function startRunner(options: RunnerOptions): Runner {
  const { url, token, folder, warn, everyMs = DEFAULT_EVERY_MS, folders = LINUX } = options
  const resource = hostResource()
  const host = openHost(folders, Date.now)
  const sender = createSender({ url, token, fetch, random: Math.random })
  const waiting = new Waiting(
    join(folder, 'waiting'),
    Math.max(options.waitingBytes ?? WAITING_BYTES, 0),
  )
  const say = onChange(warn)
  const stopping = new AbortController()
  const shipper = openShipper()
  let connectionsMs = Number.NEGATIVE_INFINITY
  let dropped = 0
  let notBeforeMs = 0

  function openShipper(): LogShipper | undefined {
    const { logFiles = [], journalctl } = options
    if (logFiles.length === 0 && !journalctl) return undefined
    const marksFile = join(folder, 'log-offsets.json')
    return openLogShipper({ sender, resource, files: logFiles, journalctl, marksFile, warn })
  }

  async function look(): Promise<void> {
    const nowMs = Date.now()
    const { measurements, connections, unread } = await host.look()
    for (const [part, why] of Object.entries(unread)) say(part, `${part} cannot be read: ${why}`)
    const own = { ...resource, 'service.name': 'host' }
    await offer('/v1/metrics', metricsRequest(own, measurements, nowMs, host.bootMs))
    if (nowMs - connectionsMs < CONNECTIONS_EVERY_MS || connections.length === 0) return
    connectionsMs = nowMs
    await offer('/v1/logs', connectionsRequest(own, connections, nowMs))
  }

  /** Sends in order: what waits goes first. */
  async function offer(path: SignalPath, body: string): Promise<void> {
    if (waiting.size === 0 && Date.now() >= notBeforeMs) {
      if (heard(await sender.send(path, body))) return
    }
    waiting.add(path, body)
    if (waiting.dropped > dropped)
      say('waiting', 'what waits for the server is too much: the oldest gave way')
    dropped = waiting.dropped
    await sendWaiting()
  }

  async function sendWaiting(): Promise<void> {
    while (!stopping.signal.aborted && Date.now() >= notBeforeMs) {
      const first = waiting.first()
      if (!first || !heard(await sender.send(first.path, first.body))) return
      waiting.removeFirst()
    }
  }

  /** True when the request is done with, kept or refused for good. */
  function heard(outcome: Outcome): boolean {
    if (outcome.kind === 'later') {
      notBeforeMs = Date.now() + outcome.waitMs
      say('server', `the server does not take telemetry: ${outcome.why}`)
      return false
    }
    if (outcome.kind === 'refused') say('request', `a request was refused: ${outcome.why}`)
    else say('server', undefined)
    return true
  }

  async function shipLogs(): Promise<void> {
    if (Date.now() < notBeforeMs) return
    for (;;) {
      const outcome = await shipper?.ship(Date.now())
      if (!outcome || !heard(outcome) || stopping.signal.aborted) return
    }
  }

  const loops = [every(everyMs, look), ...(shipper ? [every(LOGS_EVERY_MS, shipLogs)] : [])]

  /** Runs it again and again, at even times, until it is stopped. */
  async function every(periodMs: number, work: () => Promise<void>): Promise<void> {
    while (!stopping.signal.aborted) {
      await work().catch((error: Error) => say('runner', `the runner failed: ${error.message}`))
      await pause(periodMs - (Date.now() % periodMs), stopping.signal)
    }
  }

  return {
    async stop() {
      stopping.abort()
      await Promise.all(loops)
      shipper?.close()
    },
  }
}

function connectionsRequest(
  resource: Attributes,
  connections: readonly ConnectionRecord[],
  nowMs: number,
): string {
  const lines = connections.map((one) => ({
    timeMs: nowMs,
    severity: 9,
    body:
      one.direction === 'inbound'
        ? `${one.count} connections from ${one.peerAddress} to port ${one.port}`
        : `${one.count} connections to ${one.peerAddress} port ${one.port}`,
    attributes: {
      'event.name': 'host.connections',
      'network.transport': one.transport,
      'network.io.direction': one.direction,
      'network.local.address': one.localAddress,
      'network.peer.address': one.peerAddress,
      'server.port': String(one.port),
      'network.connection.count': String(one.count),
    },
  }))
  return logsRequest([{ resource, lines }], nowMs)
}

/** Says a thing when it changes, so that a server that is away fills no log. */
function onChange(warn: (words: string) => void): (about: string, words?: string) => void {
  const said = new Map<string, string>()
  return (about, words) => {
    if (words === undefined) said.delete(about)
    else if (said.get(about) !== words) {
      said.set(about, words)
      warn(words)
    }
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((done) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      done()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end)
  })
}
