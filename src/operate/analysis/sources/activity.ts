/** Who did what to the system in the two hours before, as its activity records tell. */
import { searchActivity } from '#telemetry'
import type { EvidenceSource } from '../evidence.ts'

const MOST = 50

export const activity: EvidenceSource = {
  name: 'activity',
  weight: 0,
  async collect({ store, changes }) {
    const { activities } = await searchActivity(store, { ...changes, limit: MOST })
    return {
      suspects: [],
      items: activities.map(({ timeMs, actor, action, target, outcome, source }) => ({
        ...{ kind: 'activity', at: new Date(timeMs).toISOString(), about: actor },
        text: `${action} ${target} in ${source}${outcome === 'ok' ? '' : `: ${outcome}`}`,
        look: 'explore?tab=activity',
      })),
    }
  },
}
