import { z } from 'zod'
import { Duration, durationMs } from '#base'
import { defineKind } from '../kind.ts'

const DAY_MS = 86_400_000
const Kept = Duration.refine((text) => durationMs(text) >= DAY_MS, 'must be a day or more')

/** How long telemetry is kept. */
export const retention = defineKind({
  kind: 'retention',
  summary:
    'How long telemetry is kept, by signal. Where several say it, the longest holds: telemetry is one store.',
  schema: z.strictObject({
    metrics: Kept.optional().describe('Samples as they came; 15d unless told'),
    rollup: Kept.optional().describe('Samples of five minutes, which follow; 400d unless told'),
    logs: Kept.optional().describe('Log records; 30d unless told'),
    spans: Kept.optional().describe('Spans; 14d unless told'),
    calls: Kept.optional().describe('Calls between services; 14d unless told'),
    flows: Kept.optional().describe('Connections; 30d unless told'),
    activity: Kept.optional().describe('Who did what from where; 400d unless told'),
  }),
})
