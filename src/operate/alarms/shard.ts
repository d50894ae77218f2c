/**
 * The alarms of a workload in sixteen parts, so that nodes share the work: by the first digit of a hash of the name,
 * which PostgreSQL computes as we do.
 */
import { createHash } from 'node:crypto'
import type { Model } from '#model'

/** A hexadecimal digit. */
export type Shard = string

export function shardOf(alarm: string): Shard {
  return createHash('md5').update(alarm).digest('hex').slice(0, 1)
}

const shardsByModel = new WeakMap<Model, readonly Shard[]>()

/** The parts of a workload that have alarms to be looked at, in order. */
export function shardsOf(model: Model): readonly Shard[] {
  const known = shardsByModel.get(model)
  if (known) return known
  const watched = model.all('alarm').filter(({ spec }) => !spec.paused)
  const shards = [...new Set(watched.map(({ name }) => shardOf(name)))].sort()
  shardsByModel.set(model, shards)
  return shards
}

/** Which parts to take and which to let go, of those that have alarms; nobody takes more than an equal share. */
export function balance(options: {
  readonly wanted: readonly Shard[]
  readonly mine: readonly Shard[]
  /** Held by other nodes. */
  readonly taken: ReadonlySet<Shard>
  /** Nodes that are alive, this one among them. */
  readonly nodes: number
}): { readonly take: readonly Shard[]; readonly letGo: readonly Shard[] } {
  const { wanted, mine, taken, nodes } = options
  const share = Math.ceil(wanted.length / Math.max(1, nodes))
  const kept = mine.filter((shard) => wanted.includes(shard)).slice(0, share)
  const free = wanted.filter((shard) => !mine.includes(shard) && !taken.has(shard))
  return {
    take: free.slice(0, share - kept.length),
    letGo: mine.filter((shard) => !kept.includes(shard)),
  }
}
