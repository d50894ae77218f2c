import { z } from 'zod'
import { route } from './route.ts'

export const ScrapeTarget = z.object({
  workload: z.string(),
  job: z.string(),
  url: z.string(),
  labels: z.record(z.string(), z.string()),
  health: z
    .enum(['up', 'down', 'unknown'])
    .describe('Unknown until it was asked for the first time'),
  error: z.string().nullable().describe('Why it is down, or why its samples were not kept'),
  lastScrape: z.string().nullable(),
  durationMs: z.number().nullable(),
  samples: z.int().nullable().describe('In its last answer, after relabelling'),
  intervalMs: z.number(),
})

export const scrape = {
  'scrape.list': route({
    summary: 'The targets that this node asks for metrics, and how it stands with each',
    permission: 'read',
    audit: 'targets.listed',
    query: z.object({ workload: z.string().optional() }),
    data: z.array(ScrapeTarget),
  }),
}
