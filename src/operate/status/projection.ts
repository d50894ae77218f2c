/** What each page says now, and everything it has said. */
import { defineProjection, fold, statusPublished } from '#ledger'

export const statusPages = defineProjection(
  'operate.status',
  ['status_component', 'status_update'],
  [
    fold(statusPublished, async ({ time, data }, sql) => {
      const { workload, page, component, state, text, seq, episode, since, incident, whenOver } =
        data
      await sql`
        insert into status_component (workload, page, component, state, text, since, episode, when_over)
        values (${workload}, ${page}, ${component}, ${state}, ${text},
          ${state === 'impacted' ? since : time}, ${episode}, ${whenOver})
        on conflict (workload, page, component) do update set state = excluded.state, text = excluded.text,
          since = excluded.since, episode = excluded.episode, when_over = excluded.when_over`
      await sql`
        insert into status_update
          (workload, page, seq, component, state, text, episode, since, published_at, incident)
        values (${workload}, ${page}, ${seq}, ${component}, ${state}, ${text}, ${episode}, ${since},
          ${time}, ${incident})`
    }),
  ],
)
