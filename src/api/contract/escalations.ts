import { z } from 'zod'
import { Workload } from './envelope.ts'
import { Incident } from './incidents.ts'
import { route } from './route.ts'

const Time = z.string().describe('ISO 8601')
const Step = z.object({
  name: z.string().nullable(),
  afterMs: z.number().describe('After the step before it, or after the beginning'),
  notify: z.array(z.string()),
  ackBy: z.enum(['any', 'all']),
  when: z.string().nullable().describe('CEL: left out when it is false'),
})
const reason = z.string().trim().min(3).max(500)
const named = { params: z.object({ incident: z.string() }) }
const of = { workload: Workload }

export const escalations = {
  'escalations.list': route({
    summary:
      'The paths by which help is called, the incidents for which it is being called, and whether that works',
    permission: 'read',
    audit: 'escalations.listed',
    query: z.object(of),
    data: z.object({
      at: Time,
      paths: z.array(
        z.object({
          name: z.string(),
          title: z.string(),
          zone: z.string(),
          steps: z.array(Step),
          triggers: z.array(
            z.object({ on: z.string(), condition: z.string(), step: z.string().nullable() }),
          ),
          fallback: z.string(),
          ackTtlMs: z.number().nullable().describe('Null: by the priority'),
          alarms: z.array(z.string()).describe('That call by it'),
        }),
      ),
      calling: z.array(
        z.object({
          incident: z.string(),
          title: z.string(),
          priority: z.string(),
          path: z.string().nullable(),
          state: z.enum(['running', 'acknowledged', 'snoozed', 'exhausted']),
          cycle: z.int(),
          step: z.int().describe('Steps that have been called'),
          steps: z.int(),
          nextAt: Time.nullable(),
          by: z.string().nullable().describe('Who is on it, or who let it wait'),
          until: Time.nullable(),
        }),
      ),
      audit: z.object({
        overdue: z.int().describe('Calls that are more than a minute late'),
        latestMs: z.number(),
        oldestPageMs: z.number().describe('How long the oldest page has waited to leave'),
      }),
    }),
  }),
  'escalations.simulate': route({
    summary: 'Who would be called, step by step, if it began then and nobody answered',
    permission: 'read',
    audit: 'escalation.simulated',
    query: z.object({
      ...of,
      alarm: z.string().optional().describe('The alarm that is raised'),
      escalation: z.string().optional().describe('The path, where no alarm is named'),
      at: z.iso.datetime({ offset: true }).optional().describe('Now unless told'),
      priority: z.enum(['P1', 'P2', 'P3', 'P4', 'P5']).optional(),
    }),
    data: z.object({
      path: z.string().nullable(),
      at: Time,
      priority: z.string(),
      zone: z.string(),
      calls: z.array(
        z.object({
          at: Time,
          steps: z.array(z.int()).describe('From 1; none for the end, when nobody has answered'),
          recipients: z.array(z.object({ to: z.string(), name: z.string(), why: z.string() })),
          gaps: z.array(z.string()).describe('Targets behind whom nobody stands then'),
          leftOut: z.array(z.object({ step: z.int(), why: z.string() })),
          awaits: z.array(z.string()).describe('All of them have to acknowledge'),
        }),
      ),
    }),
  }),
  'incidents.escalate': route({
    summary: 'Call the next step now, or the one that is named',
    permission: 'respond',
    audit: 'incident.escalated',
    ...named,
    body: z.object({
      ...of,
      step: z.string().optional().describe('Its name, or its number from 1'),
      reason,
    }),
    data: Incident,
  }),
  'incidents.snooze': route({
    summary: 'Call nobody until then; then all of it begins anew',
    permission: 'respond',
    audit: 'incident.snoozed',
    ...named,
    body: z.object({
      ...of,
      until: z.iso.datetime({ offset: true }).describe('At most a day from now'),
      reason,
    }),
    data: Incident,
  }),
  'incidents.reassign': route({
    summary: 'Call others from now on',
    permission: 'respond',
    audit: 'incident.reassigned',
    ...named,
    body: z.object({
      ...of,
      to: z.string().describe('escalation:, team:, rotation: or person: of the model'),
      reason,
    }),
    data: Incident,
  }),
  'incidents.case': route({
    summary: 'A third party has answered with its number for the matter',
    permission: 'respond',
    audit: 'incident.case-recorded',
    ...named,
    body: z.object({
      ...of,
      party: z.string().describe('third-party:name'),
      case: z.string().trim().min(1).max(200),
    }),
    data: Incident,
  }),
}
