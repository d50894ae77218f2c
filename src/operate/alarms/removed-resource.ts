/** Resources that recorded changes have removed: the one reason for which silence of a series is the end of it. */
import type { Sql } from '#base'
import { defineProjection, fold, resourceRemoved } from '#ledger'
import type { Instance, Labels } from './instance.ts'

export interface RemovedResource {
  readonly labels: Labels
  readonly changeId: string
  readonly removedAtMs: number
}

/** A series is still answered for so long after its last sample. */
const LOOKBACK_MS = 5 * 60_000

/** The change that explains why an instance is silent, if there is one. */
export function removalOf(
  instance: Instance,
  removed: readonly RemovedResource[],
): string | undefined {
  const heardMs = instance.lastSampleMs ?? instance.lastTickMs
  return removed.find(
    ({ labels, removedAtMs }) =>
      // What has been heard of long afterwards is another resource with the same labels.
      heardMs <= removedAtMs + LOOKBACK_MS &&
      Object.entries(labels).length > 0 &&
      Object.entries(labels).every(([name, value]) => instance.labels[name] === value),
  )?.changeId
}

export const removedResources = defineProjection(
  'operate.removed-resources',
  ['removed_resource'],
  [
    fold(
      resourceRemoved,
      ({ data, time }, sql) => sql`
        insert into removed_resource (workload, resource, labels, change_id, removed_at)
        values (${data.workload}, ${data.resource}, ${JSON.stringify(data.labels)}, ${data.changeId}, ${time})
        on conflict (workload, resource) do update set labels = excluded.labels,
          change_id = excluded.change_id, removed_at = excluded.removed_at`,
    ),
  ],
)

/** Those of the last 30 days: what has been silent for longer has been decided long since. */
export async function readRemoved(sql: Sql, workload: string): Promise<RemovedResource[]> {
  const rows = await sql<{ labels: Labels; change_id: string; removed_at: Date }>`
    select labels, change_id, removed_at from removed_resource
    where workload = ${workload}
      and removed_at > (select max(removed_at) from removed_resource) - interval '30 days'
    order by removed_at, resource`
  return rows.map(({ labels, change_id, removed_at }) => ({
    labels,
    changeId: change_id,
    removedAtMs: removed_at.getTime(),
  }))
}
