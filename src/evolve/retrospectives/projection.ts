/** Retrospectives, folded from facts. */
import {
  defineProjection,
  fold,
  retrospectiveClosed,
  retrospectiveOpened,
  retrospectiveRedrafted,
} from '#ledger'

export const retrospectives = defineProjection(
  'evolve.retrospectives',
  ['retrospective'],
  [
    fold(
      retrospectiveOpened,
      ({ subject, time, data }, sql) => sql`
        insert into retrospective (id, workload, number, incident, incident_number, title, priority, outcomes,
          owner, drill, state, timeline, occurred_at, detected_at, acknowledged_at, resolved_at, ttd_ms, tta_ms,
          ttr_ms, opened_at, due_at)
        values (${subject}, ${data.workload}, ${data.number}, ${data.incident}, ${data.incidentNumber},
          ${data.title}, ${data.priority}, ${JSON.stringify(data.outcomes)}, ${data.owner}, ${data.drill}, 'open',
          ${JSON.stringify(data.timeline)}, ${data.occurredAt}, ${data.detectedAt}, ${data.acknowledgedAt},
          ${data.resolvedAt}, ${data.ttdMs}, ${data.ttaMs}, ${data.ttrMs}, ${time}, ${data.dueAt})`,
    ),
    fold(
      retrospectiveRedrafted,
      ({ subject, data }, sql) => sql`
        update retrospective set timeline = ${JSON.stringify(data.timeline)}, occurred_at = ${data.occurredAt},
          detected_at = ${data.detectedAt}, acknowledged_at = ${data.acknowledgedAt},
          resolved_at = ${data.resolvedAt}, ttd_ms = ${data.ttdMs}, tta_ms = ${data.ttaMs}, ttr_ms = ${data.ttrMs}
        where id = ${subject}`,
    ),
    fold(
      retrospectiveClosed,
      ({ subject, time, data }, sql) => sql`
        update retrospective set state = 'closed', closed_at = ${time}, closed_by = ${data.by},
          summary = ${data.summary}, no_lesson = ${data.noLesson}
        where id = ${subject}`,
    ),
  ],
)
