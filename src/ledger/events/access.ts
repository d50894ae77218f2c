/** Who came in, who was refused, and what was called that changes something. Subject: `person:<name>` or `api`. */
import { z } from 'zod'
import { defineFact } from '../fact.ts'

export const sessionStarted = defineFact(
  'session.started',
  z.object({ account: z.string(), by: z.enum(['link', 'password']) }),
)
export const sessionEnded = defineFact('session.ended', z.object({ account: z.string() }))
export const accountChanged = defineFact(
  'account.changed',
  z.object({
    account: z.string(),
    role: z.string(),
    what: z.enum(['made', 'role', 'password', 'token']),
  }),
)
export const callRecorded = defineFact(
  'call.recorded',
  z.object({
    event: z.string().describe('Audit event of the route'),
    method: z.string(),
    path: z.string(),
    status: z.int(),
    outcome: z.enum(['done', 'refused', 'failed']),
    code: z.string().nullable().describe('Code of the error'),
    requestId: z.string(),
  }),
)
