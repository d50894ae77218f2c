/** What every question about telemetry shares: its range of time, and how much of it the answer covers. */
import { z } from 'zod'
import { Duration } from '#base'

export const RangeQuery = {
  from: z.iso.datetime({ offset: true }).optional().describe('Where the range begins'),
  to: z.iso.datetime({ offset: true }).optional().describe('Where it ends; now unless told'),
  since: Duration.default('1h').describe('How long the range is when `from` is not told'),
}

/** The search language of docs/guide/logs-and-traces.md. */
export const SearchQuery = {
  query: z.string().default('').describe('What to find; everything unless told'),
  ...RangeQuery,
}

export const AnsweredRange = z.object({
  fromMs: z.number().describe('Milliseconds since 1970'),
  toMs: z.number(),
})

export const ExtentShape = {
  range: AnsweredRange,
  partial: z.boolean().describe('Something may be missing'),
  why: z.array(z.string()).readonly().describe('Why, one sentence each'),
}

export const Flag = z.enum(['true', 'false']).default('false')
export const Attributes = z.record(z.string(), z.string())
