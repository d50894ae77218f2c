/** What people have said to the review: reasons and milestones, folded from facts. */
import {
  defineProjection,
  fold,
  reviewMilestoneRecorded,
  reviewReasonGiven,
  reviewReasonWithdrawn,
} from '#ledger'

export const reviews = defineProjection(
  'review.reasons',
  ['review_reason', 'review_milestone'],
  [
    fold(
      reviewReasonGiven,
      ({ time, data }, sql) => sql`
        insert into review_reason (workload, practice, answer, driver, text, given_by, given_at, expires_at)
        values (${data.workload}, ${data.practice}, ${data.answer}, ${data.driver}, ${data.text}, ${data.by},
          ${time}, ${data.expiresAt})
        on conflict (workload, practice) do update set answer = excluded.answer, driver = excluded.driver,
          text = excluded.text, given_by = excluded.given_by, given_at = excluded.given_at,
          expires_at = excluded.expires_at`,
    ),
    fold(
      reviewReasonWithdrawn,
      ({ data }, sql) => sql`
        delete from review_reason where workload = ${data.workload} and practice = ${data.practice}`,
    ),
    fold(
      reviewMilestoneRecorded,
      ({ subject, time, data }, sql) => sql`
        insert into review_milestone (id, workload, name, position, answers, recorded_by, recorded_at)
        values (${subject}, ${data.workload}, ${data.name}, ${data.position}, ${JSON.stringify(data.answers)},
          ${data.by}, ${time})`,
    ),
  ],
)
