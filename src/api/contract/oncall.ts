import { z } from 'zod'
import { Done, Recorded, Workload } from './envelope.ts'
import { route } from './route.ts'

const Time = z.string().describe('ISO 8601')
const of = { workload: Workload }

export const oncall = {
  'oncall.show': route({
    summary: 'Who is on call now, who is next, and by which path help is called',
    permission: 'read',
    audit: 'oncall.shown',
    query: z.object(of),
    data: z.object({
      at: Time,
      rotations: z.array(
        z.object({
          name: z.string(),
          title: z.string(),
          team: z.string().nullable(),
          zone: z.string(),
          now: z
            .object({
              ref: z.string(),
              name: z.string(),
              email: z.string(),
              until: Time,
              insteadOfTurn: z.boolean().describe('It is not their turn: they took over'),
            })
            .nullable(),
          next: z.object({ ref: z.string(), name: z.string(), from: Time }).nullable(),
          people: z.array(z.object({ ref: z.string(), name: z.string() })),
        }),
      ),
      escalations: z.array(
        z.object({
          name: z.string(),
          title: z.string(),
          steps: z.array(z.object({ after: z.string(), notify: z.array(z.string()) })),
          fallback: z.string(),
        }),
      ),
      overrides: z
        .array(
          z.object({
            id: z.string(),
            rotation: z.string(),
            person: z.object({ ref: z.string(), name: z.string() }),
            from: Time,
            to: Time,
            reason: z.string(),
            by: z.string(),
          }),
        )
        .describe('Who takes the place of another, now or later'),
      vendors: z.array(z.object({ component: z.string(), vendor: z.string() })),
    }),
  }),
  'oncall.override': route({
    summary: 'Let a person take the place of whoever is on call for a while',
    permission: 'respond',
    audit: 'oncall.overridden',
    body: z.object({
      ...of,
      rotation: z
        .string()
        .regex(/^rotation:\S+$/)
        .describe('rotation:name'),
      person: z
        .string()
        .regex(/^person:\S+$/)
        .describe('person:name'),
      from: z.iso.datetime({ offset: true }).optional().describe('Now unless told'),
      to: z.iso.datetime({ offset: true }).describe('At most 90 days later'),
      reason: z.string().trim().min(3).max(500),
    }),
    data: Recorded,
  }),
  'oncall.end-override': route({
    summary: 'Take an override back; what has been of it stays',
    permission: 'respond',
    audit: 'oncall.override-ended',
    params: z.object({ override: z.string() }),
    body: z.object(of),
    data: Done,
  }),
}
