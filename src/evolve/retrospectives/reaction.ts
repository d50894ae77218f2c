/**
 * Every incident that is over is reviewed, a drilled one too. The review is opened when those who were paged
 * have heard of the end, so that its story is complete; a timer sees to it when some of them never do.
 */
import { newId } from '#base'
import {
  answer,
  answerTimer,
  defineReaction,
  incidentReopened,
  incidentResolved,
  notificationAccepted,
  type Transaction,
} from '#ledger'
import { endsOf, isRecoveryOwed, review } from './decide.ts'
import { findRetrospective, nextRetrospectiveNumber } from './read.ts'
import { readStory } from './story.ts'

const OPEN = 'retrospective.open'
const PATIENCE_MS = 15_000

export const openRetrospectives = defineReaction('evolve.retrospectives', [
  answer(incidentResolved, async ({ subject, data }, tx) => {
    const told = await open(tx, subject, data.workload)
    if (!told)
      await tx.setTimer({
        key: keyOf(subject),
        purpose: OPEN,
        dueMs: tx.nowMs + PATIENCE_MS,
        data: { incident: subject, workload: data.workload },
      })
  }),
  answer(notificationAccepted, async ({ data }, tx) => {
    const { incident, purpose, workload } = data
    if (incident === null || purpose !== 'recovery') return
    if (await open(tx, incident, workload)) await tx.cancelTimer(keyOf(incident))
  }),
  answer(incidentReopened, ({ subject }, tx) => tx.cancelTimer(keyOf(subject))),
  answerTimer<{ incident: string; workload: string }>(OPEN, ({ incident, workload }, tx) =>
    open(tx, incident, workload, { patient: false }),
  ),
])

/** False while somebody has not heard of the end yet. */
async function open(
  tx: Transaction,
  incident: string,
  workload: string,
  { patient = true } = {},
): Promise<boolean> {
  const story = await readStory(tx.sql, incident)
  const ends = endsOf(story)
  if (!ends) return true
  if (patient && isRecoveryOwed(story, ends.resolved)) return false
  const state = {
    existing: await findRetrospective(tx.sql, incident),
    story,
    nextNumber: await nextRetrospectiveNumber(tx.sql, workload),
    newId: newId('ret', tx.nowMs),
  }
  await tx.append(...review(state))
  return true
}

const keyOf = (incident: string) => `retrospective:${incident}`
