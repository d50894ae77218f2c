/** How help is called, step by step. Subject: the incident’s id; an incident has at most one escalation. */
import { z } from 'zod'
import { defineFact } from '../fact.ts'

const of = {
  workload: z.string(),
  number: z.int().describe('Of the incident: INC-42'),
  cycle: z.int().describe('1 for the first way through the steps; raised when it starts anew'),
}

const Recipient = z.object({
  to: z.string().describe('person:name or channel:name'),
  why: z.string().describe('In words: how it came to this one'),
})

export const escalationStarted = defineFact(
  'escalation.started',
  z.object({
    ...of,
    policy: z.string().nullable().describe('Name of the escalation; null when none is declared'),
    reason: z.string(),
    steps: z
      .array(z.object({ afterMs: z.number(), notify: z.array(z.string()) }))
      .describe('Pinned: a later model does not change a running escalation'),
    fallback: z.string(),
    ackTtlMs: z.number(),
  }),
)
export const escalationStepExecuted = defineFact(
  'escalation.step-executed',
  z.object({
    ...of,
    step: z.int().describe('From 0'),
    upTo: z
      .int()
      .describe('The last step that this execution covers; the same one unless caught up'),
    catchUp: z.boolean().describe('Several steps were overdue and were executed as one'),
    recipients: z.array(Recipient).describe('Each once'),
    hurried: z.string().optional().describe('Why it was executed before its time, in words'),
    nextDueAt: z.string().describe('Next step, or the end of patience after the last one'),
  }),
)
export const escalationGapFound = defineFact(
  'escalation.gap-found',
  z.object({
    ...of,
    step: z.int(),
    targets: z.array(z.string()).describe('Nobody stood behind any of these'),
    fallback: z.string().describe('Who was told instead'),
  }),
)
export const escalationHeld = defineFact(
  'escalation.held',
  z.object({ ...of, by: z.string(), until: z.string().describe('ISO 8601') }),
)
export const escalationExhausted = defineFact(
  'escalation.exhausted',
  z.object({ ...of, recipients: z.array(Recipient).describe('Told that nobody has answered') }),
)
export const escalationStopped = defineFact(
  'escalation.stopped',
  z.object({ ...of, reason: z.string() }),
)
/** A step was due while nobody is to be told of any alarm of the incident; it goes on when one is. */
export const escalationPaused = defineFact(
  'escalation.paused',
  z.object({ ...of, step: z.int(), reason: z.string() }),
)
