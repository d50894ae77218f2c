import { z } from 'zod'
import { defineKind, ref } from '../kind.ts'

/** A separately deployable part of a workload. */
export const component = defineKind({
  kind: 'component',
  summary: 'A separately deployable part of a workload.',
  schema: z.strictObject({
    title: z.string().optional(),
    layer: z.enum(['application', 'platform', 'infrastructure']).default('application'),
    owner: ref('team'),
    service: z
      .string()
      .optional()
      .describe('Its service.name in telemetry; its own name unless told'),
    dependsOn: z.array(ref('component')).default([]),
    vendor: z.string().optional().describe('The third party that runs it'),
  }),
})
