import { z } from 'zod'
import { Duration } from '#base'
import { defineKind, ref } from '../kind.ts'

/** A planned exercise of people and procedures. */
export const gameDay = defineKind({
  kind: 'game-day',
  summary: 'A planned exercise of people and procedures.',
  schema: z.strictObject({
    title: z.string(),
    experiments: z.array(ref('experiment')).min(1),
    facilitator: ref('person'),
    participants: z.array(ref('team', 'person')).default([]),
    every: Duration.default('90d').describe('How often it is due'),
  }),
})
