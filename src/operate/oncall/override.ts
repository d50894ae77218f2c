/** A person takes the place of another in a rotation for a while; whoever was to be on call is not called then. */
import { defineError, newId, type Sql } from '#base'
import { defineProjection, fold, type Ledger, oncallOverridden, oncallOverrideEnded } from '#ledger'
import { loadModel } from '#model'

export interface Override {
  readonly id: string
  /** rotation:name */
  readonly rotation: string
  /** person:name */
  readonly person: string
  /** Milliseconds since 1970. */
  readonly fromMs: number
  /** Not part of it. */
  readonly toMs: number
  readonly reason: string
  readonly by: string
}

export const CannotOverride = defineError('oncall.cannot-override', 'bad-input', {
  message: (d: { why: string }) => `Nobody takes over: ${d.why}.`,
  hint: 'opsplane oncall who shows the rotations and their people.',
})
export const NoSuchOverride = defineError('oncall.no-such-override', 'not-found', {
  message: (d: { override: string }) => `There is no ${d.override} that could be taken back.`,
  hint: 'It may have ended already.',
})

const LONGEST_MS = 90 * 86_400_000

/** @throws CannotOverride */
export function overrideRotation(
  ledger: Ledger,
  given: Omit<Override, 'id'> & { readonly workload: string },
): Promise<Override> {
  const { workload, rotation, person, fromMs, toMs, reason, by } = given
  return ledger.transact({ actor: by }, async (tx) => {
    const model = await loadModel(tx.sql, workload)
    const why = !model?.find(rotation, 'rotation')
      ? `there is no ${rotation}`
      : !model.find(person, 'person')
        ? `there is no ${person}`
        : toMs <= fromMs
          ? 'it would end before it begins'
          : toMs <= tx.nowMs
            ? 'it is past already'
            : toMs - fromMs > LONGEST_MS
              ? 'it would be longer than 90 days; change the rotation in the model'
              : undefined
    if (why !== undefined) throw new CannotOverride({ why })
    const id = newId('ovr', tx.nowMs)
    const [from, to] = [fromMs, toMs].map((ms) => new Date(ms).toISOString()) as [string, string]
    await tx.append(
      oncallOverridden(rotation, { workload, override: id, person, from, to, reason, by }),
    )
    return { id, rotation, person, fromMs, toMs, reason, by }
  })
}

/** @throws NoSuchOverride */
export function endOverride(
  ledger: Ledger,
  { workload, override, by }: { workload: string; override: string; by: string },
): Promise<void> {
  return ledger.transact({ actor: by }, async (tx) => {
    const [row] = await tx.sql<{ rotation: string }>`
      select rotation from oncall_override where id = ${override} and workload = ${workload}
        and ends_at > ${new Date(tx.nowMs).toISOString()}`
    if (!row) throw new NoSuchOverride({ override })
    await tx.append(oncallOverrideEnded(row.rotation, { workload, override, by }))
  })
}

/** Those that have not ended at an instant, the latest said last: it wins where two overlap. */
export async function readOverrides(sql: Sql, workload: string, atMs: number): Promise<Override[]> {
  const rows = await sql<{
    id: string
    rotation: string
    person: string
    starts_at: Date
    ends_at: Date
    reason: string
    set_by: string
  }>`
    select * from oncall_override
    where workload = ${workload} and ends_at > ${new Date(atMs).toISOString()} order by set_at, id`
  return rows.map(({ id, rotation, person, starts_at, ends_at, reason, set_by }) => ({
    ...{ id, rotation, person, reason, by: set_by },
    fromMs: starts_at.getTime(),
    toMs: ends_at.getTime(),
  }))
}

export const overrides = defineProjection(
  'operate.oncall',
  ['oncall_override'],
  [
    fold(
      oncallOverridden,
      ({ subject, time, data }, sql) => sql`
        insert into oncall_override (id, workload, rotation, person, starts_at, ends_at, reason, set_by, set_at)
        values (${data.override}, ${data.workload}, ${subject}, ${data.person}, ${data.from}, ${data.to},
          ${data.reason}, ${data.by}, ${time})`,
    ),
    // What has been is on record; only what was still to come is taken back.
    fold(
      oncallOverrideEnded,
      ({ time, data }, sql) => sql`
        update oncall_override set ends_at = greatest(starts_at, least(ends_at, ${time}::timestamptz))
        where id = ${data.override}`,
    ),
  ],
)
