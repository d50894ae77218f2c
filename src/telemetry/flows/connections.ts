/** Who talked to whom: connections by what they carried, those that were refused, and those that are new. */
import { type Extent, extentOf, lateRows } from '../search/extent.ts'
import type { TelemetryStore } from '../store/telemetry-store.ts'

export interface Connection {
  readonly source: string
  readonly destination: string
  /** Of the destination. */
  readonly port: number
  /** IANA's number: 6 is TCP, 17 is UDP. */
  readonly protocol: number
  readonly bytes: number
  readonly packets: number
  /** How many records told of it. */
  readonly flows: number
  readonly refused: number
  readonly firstMs: number
  readonly lastMs: number
}

export interface ConnectionQuery {
  readonly fromMs: number
  readonly toMs: number
  /** The refused alone, or those that were not seen in the week before the range. */
  readonly only?: 'refused' | 'new' | undefined
  /** An address at either end. */
  readonly address?: string | undefined
  readonly limit?: number
}

export interface Connections extends Extent {
  readonly connections: readonly Connection[]
}

export const MOST_CONNECTIONS = 1_000
const KNOWN_MS = 7 * 86_400_000

type Row = Record<'bytes' | 'packets' | 'flows' | 'refused' | 'firstMs' | 'lastMs', string> &
  Pick<Connection, 'source' | 'destination' | 'port' | 'protocol'>

const ORDER = {
  all: 'bytes desc',
  refused: 'refused desc',
  new: 'firstMs desc',
} as const

/** The largest first; of the refused the most frequent, of the new the latest. @throws QueryRefused, StoreUnavailable */
export async function listConnections(
  store: TelemetryStore,
  { fromMs, toMs, only, address, limit = 100 }: ConnectionQuery,
): Promise<Connections> {
  const most = Math.min(Math.max(1, limit), MOST_CONNECTIONS)
  const conditions = [
    'start >= fromUnixTimestamp64Milli({from:Int64}) and start <= fromUnixTimestamp64Milli({to:Int64})',
    ...(only === 'refused' ? [`action = 'reject'`] : []),
    ...(only === 'new' ? [UNKNOWN_BEFORE] : []),
    ...(address
      ? ['(src = toIPv6OrDefault({address:String}) or dst = toIPv6OrDefault({address:String}))']
      : []),
  ]
  const rows = await store.ask<Row>({
    sql: `select ${plain('src')} as source, ${plain('dst')} as destination, dport as port,
            proto as protocol, sum(flows.bytes) as bytes, sum(flows.packets) as packets, count() as flows,
            countIf(action = 'reject') as refused, min(toUnixTimestamp64Milli(start)) as firstMs,
            max(toUnixTimestamp64Milli(finish)) as lastMs
          from tel.flows as flows where ${conditions.join(' and ')}
          group by src, dst, dport, proto
          order by ${ORDER[only ?? 'all']}, source, destination, port limit {most:UInt32}`,
    params: {
      from: Math.floor(fromMs),
      to: Math.ceil(toMs),
      since: Math.floor(fromMs) - KNOWN_MS,
      address: address ?? '',
      most: most + 1,
    },
  })
  return {
    connections: rows.slice(0, most).map(({ source, destination, port, protocol, ...row }) => ({
      source,
      destination,
      port,
      protocol,
      bytes: Number(row.bytes),
      packets: Number(row.packets),
      flows: Number(row.flows),
      refused: Number(row.refused),
      firstMs: Number(row.firstMs),
      lastMs: Number(row.lastMs),
    })),
    ...extentOf(
      rows.length > most && `only the first ${most} connections are shown`,
      lateRows(store.health()),
    ),
  }
}

const UNKNOWN_BEFORE = `(src, dst, dport, proto) not in (
  select src, dst, dport, proto from tel.flows
  where start >= fromUnixTimestamp64Milli({since:Int64}) and start < fromUnixTimestamp64Milli({from:Int64}))`

/** IPv4 is kept inside IPv6; people write it plainly. */
const plain = (column: string) => `replaceOne(toString(${column}), '::ffff:', '')`
