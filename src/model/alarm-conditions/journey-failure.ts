import { z } from 'zod'
import { ref } from '../kind.ts'
import { defineCondition } from './condition.ts'

export const journeyFailure = defineCondition({
  kind: 'journey',
  summary: 'A journey fails several times in a row.',
  key: 'journey',
  needs: [],
  fields: {
    journey: ref('journey').optional().describe('It fails'),
    failures: z.int().min(1).max(20).optional().describe('So many times in a row; 2 unless told'),
  },
})
