/** Lessons and who has taken them in, folded from facts. */
import { defineProjection, fold, lessonAcknowledged, lessonRecorded } from '#ledger'

export const lessons = defineProjection(
  'evolve.lessons',
  ['lesson', 'lesson_acknowledgement'],
  [
    fold(
      lessonRecorded,
      ({ subject, time, data }, sql) => sql`
        insert into lesson (id, workload, number, statement, context, kind, surprised, source_kind, source_id,
          retrospective, applies_to, recorded_by, recorded_at)
        values (${subject}, ${data.workload}, ${data.number}, ${data.statement}, ${data.context}, ${data.kind},
          ${data.surprised}, ${data.source.kind}, ${data.source.id}, ${data.retrospective},
          ${JSON.stringify(data.appliesTo)}, ${data.by}, ${time})`,
    ),
    fold(
      lessonAcknowledged,
      ({ subject, time, data }, sql) => sql`
        insert into lesson_acknowledgement (lesson, by, team, at)
        values (${subject}, ${data.by}, ${data.team}, ${time}) on conflict do nothing`,
    ),
  ],
)
