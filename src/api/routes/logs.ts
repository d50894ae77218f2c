/** Log records: found, counted, told by template, and with what stands around them. */
import {
  countLogs,
  countTemplates,
  fieldsOfLogs,
  logsAround,
  searchLogs,
  valuesOfField,
} from '#telemetry'
import type { Handlers } from '../handlers.ts'
import type { Services } from '../services.ts'
import { rangeOf } from './time-range.ts'

type Names =
  | 'logs.search'
  | 'logs.histogram'
  | 'logs.fields'
  | 'logs.values'
  | 'logs.context'
  | 'logs.templates'

export function logHandlers({ telemetry: { store } }: Services): Handlers<Names> {
  return {
    'logs.search': async ({ query: { query: search, limit, after, ...asked } }) => {
      const range = rangeOf(asked)
      const place = after === undefined ? {} : { after }
      const { next, ...found } = await searchLogs(store, { search, limit, ...place, ...range })
      return { data: { range, ...found }, next }
    },
    'logs.histogram': async ({ query: { query: search, buckets, ...asked } }) => {
      const range = rangeOf(asked)
      return { data: { range, ...(await countLogs(store, { search, buckets, ...range })) } }
    },
    'logs.fields': async ({ query: { query: search, ...asked } }) => {
      const range = rangeOf(asked)
      return { data: { range, ...(await fieldsOfLogs(store, { search, ...range })) } }
    },
    'logs.values': async ({ query: { query: search, field, limit, ...asked } }) => {
      const range = rangeOf(asked)
      const values = await valuesOfField(store, { search, field, limit, ...range })
      return { data: { range, ...values } }
    },
    'logs.context': async ({ query: { id, before, after, allHosts } }) => ({
      data: await logsAround(store, { id, before, after, allHosts: allHosts === 'true' }),
    }),
    'logs.templates': async ({ query: { query: search, limit, buckets, onlyNew, ...asked } }) => {
      const range = rangeOf(asked)
      const shape = { limit, buckets, onlyNew: onlyNew === 'true' }
      return { data: { range, ...(await countTemplates(store, { search, ...shape, ...range })) } }
    },
  }
}
