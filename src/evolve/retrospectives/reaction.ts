/** Every incident that is over is reviewed, a drilled one too. */
import { newId } from '#base'
import { answer, defineReaction, type FactOf, incidentOpened, incidentResolved } from '#ledger'
import { onIncidentResolved } from './decide.ts'
import { findRetrospective, nextRetrospectiveNumber } from './read.ts'
import { readStory } from './story.ts'

type Opened = FactOf<typeof incidentOpened>

export const openRetrospectives = defineReaction('evolve.retrospectives', [
  answer(incidentResolved, async (resolved, tx) => {
    const story = await readStory(tx.sql, resolved.subject)
    const opened = story.facts.find(({ type }) => type === incidentOpened.type)
    // Without its beginning in the ledger there is nothing to review.
    if (!opened) return
    const state = {
      existing: await findRetrospective(tx.sql, resolved.subject),
      story,
      nextNumber: await nextRetrospectiveNumber(tx.sql, resolved.data.workload),
      newId: newId('ret', tx.nowMs),
    }
    await tx.append(...onIncidentResolved(state, opened as Opened, resolved))
  }),
])
