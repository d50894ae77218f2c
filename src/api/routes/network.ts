/** Flows and activity of a range. */
import { listConnections, searchActivity } from '#telemetry'
import type { Handlers } from '../handlers.ts'
import type { Services } from '../services.ts'
import { rangeOf } from './time-range.ts'

export function networkHandlers({
  telemetry: { store },
}: Services): Handlers<'flows.list' | 'activity.list'> {
  return {
    'flows.list': async ({ query: { only, address, limit, ...asked } }) => {
      const range = rangeOf(asked)
      return {
        data: { range, ...(await listConnections(store, { only, address, limit, ...range })) },
      }
    },
    'activity.list': async ({ query: { from, to, since, ...asked } }) => {
      const range = rangeOf({ from, to, since })
      const { next, ...found } = await searchActivity(store, { ...asked, ...range })
      return { data: { range, ...found }, next }
    },
  }
}
