/**
 * Leases for work with effects outside of the database. A lease ends by the database's clock; each taking
 * raises its epoch, and the epoch fences off a former holder that was paused in between.
 */
import { type Database, defineError, type Sql } from '#base'

export interface Lease {
  readonly key: string
  readonly owner: string
  readonly epoch: number
}

export const Fenced = defineError('ledger.fenced', 'conflict', {
  message: (d: { key: string }) => `Another node has taken over ${d.key}; nothing was written.`,
})

/** Takes the lease when it is free or over; undefined while another holds it. */
export async function takeLease(
  database: Database,
  options: { key: string; owner: string; forMs: number },
): Promise<Lease | undefined> {
  const { key, owner, forMs } = options
  const [row] = await database.sql<{ epoch: number }>`
    insert into lease as held (key, owner, epoch, until)
    values (${key}, ${owner}, 1, clock_timestamp() + ${forMs} * interval '1 millisecond')
    on conflict (key) do update
      set owner = excluded.owner, epoch = held.epoch + 1, until = excluded.until
      where held.until <= clock_timestamp()
    returning epoch`
  return row && { key, owner, epoch: row.epoch }
}

/** Holds on; false when it has been taken over. */
export async function renewLease(
  database: Database,
  lease: Lease,
  forMs: number,
): Promise<boolean> {
  const rows = await database.sql`
    update lease set until = clock_timestamp() + ${forMs} * interval '1 millisecond'
    where key = ${lease.key} and owner = ${lease.owner} and epoch = ${lease.epoch}
    returning key`
  return rows.length === 1
}

/** Lets go. The row stays, since its epoch must go on rising. */
export async function releaseLease(database: Database, lease: Lease): Promise<void> {
  await database.sql`
    update lease set until = '-infinity'
    where key = ${lease.key} and owner = ${lease.owner} and epoch = ${lease.epoch}`
}

/** Lets go of everything that a process of this name held. Only for a name whose process is known to be gone. */
export async function releaseAllLeases(database: Database, owner: string): Promise<void> {
  await database.sql`update lease set until = '-infinity' where owner = ${owner}`
}

/** Throws unless the lease is held by this epoch; locks it until the transaction ends. */
export async function fence(sql: Sql, lease: Lease): Promise<void> {
  const rows = await sql`
    select from lease
    where key = ${lease.key} and owner = ${lease.owner} and epoch = ${lease.epoch} for update`
  if (rows.length === 0) throw new Fenced({ key: lease.key })
}
