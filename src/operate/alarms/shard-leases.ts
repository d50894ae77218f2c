/**
 * The leases by which nodes share alarms: one for each part of a workload, and one that says that the node itself
 * is alive. How far a node has looked is written with each renewal, so that the next holder begins there.
 */
import type { Database } from '#base'
import { type Lease, releaseLease, renewLease, takeLease } from '#ledger'
import type { Shard } from './shard.ts'

const LEASE_MS = 4_000
const NODE_PREFIX = 'alarms-node:'

export interface Taken {
  readonly shard: Shard
  readonly lease: Lease
  /** How far the last holder has looked; null when there was none. */
  readonly lookedMs: number | null
}

export class ShardLeases {
  readonly #database: Database
  readonly #node: string
  #alive: Lease | undefined

  constructor(database: Database, node: string) {
    this.#database = database
    this.#node = node
  }

  /** Says that this node is alive, and answers how many are. */
  async nodes(): Promise<number> {
    const key = `${NODE_PREFIX}${this.#node}`
    if (!this.#alive || !(await renewLease(this.#database, this.#alive, LEASE_MS)))
      this.#alive = await takeLease(this.#database, { key, owner: this.#node, forMs: LEASE_MS })
    const [row] = await this.#database.sql<{ nodes: number }>`
      select count(*)::int as nodes from lease
      where key like ${`${NODE_PREFIX}%`} and until > clock_timestamp()`
    return Math.max(1, row!.nodes)
  }

  /** Parts of a workload that are held, by whomever. */
  async held(workload: string): Promise<Set<Shard>> {
    const prefix = keyOf(workload, '')
    const rows = await this.#database.sql<{ key: string }>`
      select key from lease where starts_with(key, ${prefix}) and until > clock_timestamp()`
    return new Set(rows.map(({ key }) => key.slice(prefix.length)))
  }

  /** Undefined when another one holds it. */
  async take(workload: string, shard: Shard): Promise<Taken | undefined> {
    const key = keyOf(workload, shard)
    const lease = await takeLease(this.#database, { key, owner: this.#node, forMs: LEASE_MS })
    if (!lease) return undefined
    const [row] = await this.#database.sql<{ looked_at: Date }>`
      select looked_at from alarm_watch where key = ${key}`
    return { shard, lease, lookedMs: row?.looked_at.getTime() ?? null }
  }

  /** Holds on to all of them; answers the keys of those that are still held. */
  async renew(leases: readonly Lease[], lookedMs: number | null): Promise<Set<string>> {
    if (leases.length === 0) return new Set()
    const keys = leases.map(({ key }) => key)
    const epochs = leases.map(({ epoch }) => epoch)
    const rows = await this.#database.sql<{ key: string }>`
      update lease set until = clock_timestamp() + ${LEASE_MS} * interval '1 millisecond'
      from unnest(${keys}::text[], ${epochs}::bigint[]) as mine(key, epoch)
      where lease.key = mine.key and lease.epoch = mine.epoch and lease.owner = ${this.#node}
      returning lease.key`
    const held = new Set(rows.map(({ key }) => key))
    if (lookedMs !== null) await this.#note([...held], lookedMs)
    return held
  }

  async release(leases: readonly Lease[], lookedMs: number | null): Promise<void> {
    if (lookedMs !== null && leases.length > 0) {
      // Only what is still ours: a later holder has looked further.
      const held = await this.renew(leases, lookedMs)
      leases = leases.filter(({ key }) => held.has(key))
    }
    for (const lease of leases) await releaseLease(this.#database, lease)
  }

  async leave(): Promise<void> {
    if (this.#alive) await releaseLease(this.#database, this.#alive)
    this.#alive = undefined
  }

  async #note(keys: readonly string[], lookedMs: number): Promise<void> {
    await this.#database.sql`
      insert into alarm_watch (key, looked_at)
      select key, ${new Date(lookedMs)} from unnest(${[...keys]}::text[]) as key
      on conflict (key) do update set looked_at = excluded.looked_at`
  }
}

const keyOf = (workload: string, shard: Shard) => `alarms:${workload}:${shard}`
