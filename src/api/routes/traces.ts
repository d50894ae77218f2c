/** Traces: found, drawn, compared; and the map of services that they draw together. */
import { compareTraces, mapServices, searchTraces, showTrace } from '#telemetry'
import type { Handlers } from '../handlers.ts'
import type { Services } from '../services.ts'
import { rangeOf } from './time-range.ts'

type Names = 'traces.search' | 'traces.compare' | 'traces.show' | 'services.map'

export function traceHandlers({ telemetry: { store } }: Services): Handlers<Names> {
  return {
    'traces.search': async ({ query: { query: search, order, limit, after, ...asked } }) => {
      const range = rangeOf(asked)
      const place = after === undefined ? {} : { after }
      const query = { search, order, limit, ...place, ...range }
      const { next, ...found } = await searchTraces(store, query)
      return { data: { range, ...found }, next }
    },
    'traces.compare': async ({ query: { a, b, fromB, toB, limit, ...asked } }) => {
      const range = rangeOf(asked)
      const rangeOfB = fromB || toB ? rangeOf({ since: asked.since, from: fromB, to: toB }) : range
      const first = { search: a, ...range }
      const second = { search: b, ...rangeOfB }
      return { data: { range, rangeOfB, ...(await compareTraces(store, first, second, limit)) } }
    },
    'traces.show': async ({ params: { trace } }) => ({ data: await showTrace(store, trace) }),
    'services.map': async ({ query: { byRelease, ...asked } }) => {
      const range = rangeOf(asked)
      const map = await mapServices(store, { ...range, byRelease: byRelease === 'true' })
      return { data: { range, ...map } }
    },
  }
}
