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

const Step = z.object({
  afterMs: z.number(),
  notify: z.array(z.string()),
  name: z.string().optional(),
  ackBy: z
    .enum(['any', 'all'])
    .optional()
    .describe('Whose acknowledgement ends it; any unless told'),
  when: z.string().optional().describe('CEL: the step is left out when it is false'),
})

const on = ['unresolved', 'priority-raised', 'procedure-failed', 'decision-pending'] as const
/** What sends help on to a step before its time. */
const Trigger = z.object({
  on: z.enum([...on, 'burn-rate', 'customers']),
  step: z.int().nullable().describe('From 0; null for the one that is next'),
  afterMs: z.number().optional(),
  above: z.number().optional(),
  to: z.string().optional().describe('The priority from which on it counts'),
})

export const escalationStarted = defineFact(
  'escalation.started',
  z.object({
    ...of,
    policy: z.string().nullable().describe('Name of the escalation; null when none is declared'),
    reason: z.string(),
    steps: z.array(Step).describe('Pinned: a later model does not change a running escalation'),
    triggers: z.array(Trigger).optional().describe('Pinned too; none unless told'),
    zone: z.string().optional().describe('Of local times in conditions; UTC unless told'),
    dueAt: z.string().optional().describe('Of the first step; at once unless told'),
    fallback: z.string(),
    ackTtlMs: z.number(),
    ackByPriority: z
      .boolean()
      .optional()
      .describe('An acknowledgement holds as long as the priority says, not for ackTtlMs'),
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
    leftOut: z
      .array(z.object({ step: z.int(), why: z.string() }))
      .optional()
      .describe('Steps whose condition did not hold'),
    awaits: z
      .array(z.string())
      .optional()
      .describe('Each of these has to acknowledge: person:name'),
    parties: z
      .array(z.object({ party: z.string(), answerBy: z.string() }))
      .optional()
      .describe('Third parties that were called, and when they are to have answered'),
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
/** A person or a trigger sends help on to a step before its time. */
export const escalationCalled = defineFact(
  'escalation.called',
  z.object({
    ...of,
    step: z.int().describe('From 0; `cycle` is a new one when it has been executed before'),
    by: z.string().describe('person:name, or trigger:name'),
    trigger: z.string().nullable().describe('The same once for each incident; null for a person'),
    reason: z.string(),
  }),
)
export const escalationSnoozed = defineFact(
  'escalation.snoozed',
  z.object({ ...of, by: z.string(), until: z.string().describe('ISO 8601'), reason: z.string() }),
)
/** Somebody else is called from now on. */
export const escalationReassigned = defineFact(
  'escalation.reassigned',
  z.object({
    ...of,
    by: z.string(),
    to: z.string().describe('escalation:, team:, rotation: or person:name'),
    reason: z.string(),
  }),
)
export const escalationPartyAnswered = defineFact(
  'escalation.party-answered',
  z.object({
    ...of,
    party: z.string().describe('third-party:name'),
    case: z.string().describe('Their number for it'),
    by: z.string().describe('Who wrote it down'),
  }),
)
export const escalationPartyLate = defineFact(
  'escalation.party-late',
  z.object({ ...of, party: z.string(), answerBy: z.string().describe('ISO 8601') }),
)
