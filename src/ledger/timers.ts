/** The table of what is waited for. */
import { timerCancelled, timerFired, timerSet } from './events/timers.ts'
import { defineProjection, fold } from './projection.ts'

export const timers = defineProjection(
  'timers',
  ['timer'],
  [
    fold(timerSet, (fact, sql) => {
      const { key, purpose, dueAt, data } = fact.data
      return sql`
        insert into timer (key, purpose, due_at, data, set_by, correlation)
        values (${key}, ${purpose}, ${dueAt}, ${JSON.stringify(data ?? null)}, ${fact.id}, ${fact.correlation})
        on conflict (key) do update set purpose = excluded.purpose, due_at = excluded.due_at,
          data = excluded.data, set_by = excluded.set_by, correlation = excluded.correlation`
    }),
    fold(timerFired, (fact, sql) => sql`delete from timer where key = ${fact.data.key}`),
    fold(timerCancelled, (fact, sql) => sql`delete from timer where key = ${fact.data.key}`),
  ],
)
