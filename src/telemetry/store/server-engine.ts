/**
 * The driver for ClickHouse servers of your own, over HTTP with the official client. One server takes repeated
 * inserts as the embedded engine does; a cluster of replicated tables knows a block again by its token, since it
 * writes the token and the part in one transaction of its keeper.
 */
import { Readable } from 'node:stream'
import {
  type ClickHouseClient,
  ClickHouseError,
  ClickHouseLogLevel,
  createClient,
} from '@clickhouse/client'
import { defineError, type Log, messageOf } from '#base'
import { atAllShards, onCluster } from './cluster.ts'
import {
  type Engine,
  EngineError,
  type EngineState,
  READER_SETTINGS,
  type RowBatch,
  StoreUnavailable,
} from './engine.ts'
import { INSERT_SETTINGS, insertStatement, literal, structureOf } from './insert-statement.ts'
import type { Lane } from './protocol.ts'
import { timesOf } from './row-times.ts'
import { targetOf } from './tables.ts'

export const ServerNotUtc = defineError('telemetry.server-not-utc', 'bad-input', {
  message: (d: { place: string; zone: string }) =>
    `${d.place} counts its days in ${d.zone}, and telemetry is kept by days of UTC.`,
  hint: 'Set <timezone>UTC</timezone> in the configuration of the server.',
})

export interface ServerOptions {
  /** http or https, with user and password when they are needed. */
  readonly url: string
  /** The name of the cluster as its servers know it; undefined when there is one server. */
  readonly cluster?: string | undefined
  readonly log: Log
  /** How long `start` tries before it gives up, in milliseconds. */
  readonly startDeadlineMs?: number | undefined
}

const START_DEADLINE_MS = 30_000
const ANSWER_DEADLINE_MS = 120_000
const LOOK_AGAIN_MS = 1_000
const CONNECTIONS = 8

export class ServerEngine implements Engine {
  readonly place: string
  readonly cluster: string | undefined
  readonly pid = undefined
  readonly #options: ServerOptions
  readonly #client: ClickHouseClient
  readonly #onState: (state: EngineState) => void
  #state: EngineState = 'down'
  #lastError: string | undefined
  #timer: NodeJS.Timeout | undefined
  #closing = false

  constructor(options: ServerOptions, onState: (state: EngineState) => void) {
    const { url, cluster } = options
    this.#options = options
    this.#onState = onState
    this.cluster = cluster
    const { protocol, host } = new URL(url)
    this.place = `ClickHouse at ${protocol}//${host}${cluster ? `, cluster ${cluster}` : ''}`
    this.#client = createClient({
      url,
      application: 'opsplane',
      request_timeout: ANSWER_DEADLINE_MS,
      max_open_connections: CONNECTIONS,
      // What fails is said once, by us.
      log: { level: ClickHouseLogLevel.OFF },
    })
  }

  get state(): EngineState {
    return this.#state
  }

  get lastError(): string | undefined {
    return this.#lastError
  }

  async start(): Promise<void> {
    const deadline = Date.now() + (this.#options.startDeadlineMs ?? START_DEADLINE_MS)
    while (!(await this.#look())) {
      if (Date.now() < deadline) await new Promise((done) => setTimeout(done, LOOK_AGAIN_MS / 4))
      else {
        await this.close()
        throw new StoreUnavailable({ reason: this.#lastError ?? 'it does not answer' })
      }
    }
    const zone = (
      await this.ask('read', 'select timezone()', { format: 'TabSeparated' })
    ).toString()
    if (!/^(?:Etc\/)?(?:UTC|UCT|GMT|Zulu|Universal)$/.test(zone.trim())) {
      await this.close()
      throw new ServerNotUtc({ place: this.place, zone: zone.trim() })
    }
    this.#options.log.info('telemetry store reached', { place: this.place })
  }

  ask(
    lane: Lane,
    sql: string,
    options: { params?: Readonly<Record<string, unknown>>; format?: string } = {},
  ): Promise<Buffer> {
    const format = options.format ?? 'Null'
    const placed = this.#placed(lane, sql)
    // Statements that change something answer nothing, and take no format.
    const query = format === 'Null' ? placed : `${placed}\nformat ${format}`
    return this.#run({
      query,
      ...(options.params ? { query_params: { ...options.params } } : {}),
      clickhouse_settings:
        lane === 'read'
          ? { ...READER_SETTINGS, wait_end_of_query: 1, readonly: '1' }
          : { wait_end_of_query: 1 },
    })
  }

  async addRows({ table, rows, name, isRepeated }: RowBatch): Promise<void> {
    const target = targetOf(table)
    const source = `input(${literal(structureOf(table))})`
    // A table that is spread over shards knows a block again by itself.
    const missingOnly =
      isRepeated && !this.cluster ? { times: timesOf(table, rows).condition } : undefined
    const query = this.#placed('write', insertStatement(table, source, missingOnly))
    await this.#run({
      query: `${query}\nformat RowBinary`,
      values: Readable.from([rows]),
      clickhouse_settings: {
        ...INSERT_SETTINGS,
        wait_end_of_query: 1,
        async_insert: 0,
        ...(this.cluster
          ? {
              insert_deduplicate: 1,
              insert_deduplication_token: `${name}-${target}`,
              distributed_foreground_insert: 1,
            }
          : { insert_deduplicate: 0 }),
      },
    })
  }

  async close(): Promise<void> {
    this.#closing = true
    clearTimeout(this.#timer)
    await this.#client.close()
  }

  #placed(lane: Lane, sql: string): string {
    if (!this.cluster) return sql
    const isDefinition = lane === 'write' && /^\s*(?:create|alter|drop|delete)\b/i.test(sql)
    if (!isDefinition) return atAllShards(sql)
    return /\bon cluster\b/i.test(sql) ? sql : onCluster(sql, this.cluster)
  }

  async #run(request: {
    query: string
    query_params?: Record<string, unknown>
    values?: Readable
    clickhouse_settings: Record<string, string | number>
  }): Promise<Buffer> {
    try {
      const { stream } = await this.#client.exec(request)
      const parts: Buffer[] = []
      for await (const part of stream) parts.push(part as Buffer)
      this.#change('up')
      return Buffer.concat(parts)
    } catch (error) {
      if (error instanceof ClickHouseError)
        throw new EngineError(Number(error.code) || 0, error.message)
      this.#lastError = messageOf(error)
      this.#change('down')
      throw new StoreUnavailable({ reason: this.#lastError })
    }
  }

  async #look(): Promise<boolean> {
    const { success, ...rest } = await this.#client.ping({ select: true })
    if (!success && 'error' in rest) this.#lastError = messageOf(rest.error)
    this.#change(success ? 'up' : 'down')
    return success
  }

  #change(state: EngineState): void {
    if (state === 'up') this.#lastError = undefined
    if (state === 'down' && !this.#closing && !this.#timer)
      this.#timer = setTimeout(() => {
        this.#timer = undefined
        void this.#look()
      }, LOOK_AGAIN_MS)
    if (state === this.#state) return
    this.#state = state
    this.#onState(state)
  }
}
