/** What was let go of telemetry, and why. Subject: `telemetry:<signal>`. */
import { z } from 'zod'
import { defineFact } from '../fact.ts'

export const telemetryExpired = defineFact(
  'telemetry.expired',
  z.object({
    signal: z.string(),
    partition: z.string().describe('A day or a month: 2026-11-23, 202611'),
    keptMs: z.number().describe('How long it is kept'),
    rows: z.number(),
    bytes: z.number().describe('On disk'),
  }),
)

export const telemetryErased = defineFact(
  'telemetry.erased',
  z.object({
    signal: z.string(),
    attribute: z.string(),
    valueHash: z.string().describe('SHA-256 of name=value; the value itself is not kept'),
    rows: z.number().describe('How many there were'),
    left: z.number().describe('How many a count found afterwards'),
  }),
)
