import { z } from 'zod'
import { defineKind } from '../kind.ts'

/** Somebody who can be told and who can decide. */
export const person = defineKind({
  kind: 'person',
  summary: 'Somebody who can be told and who can decide.',
  schema: z.strictObject({
    name: z.string(),
    email: z.email(),
    phone: z.string().optional(),
    roles: z
      .array(z.string())
      .default([])
      .describe('Such as responder, incident-commander, operator'),
    zone: z.string().default('UTC').describe('IANA time zone'),
  }),
})
