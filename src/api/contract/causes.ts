import { z } from 'zod'
import { Workload } from './envelope.ts'
import { route } from './route.ts'

const Time = z.string().describe('ISO 8601')
const named = { params: z.object({ incident: z.string() }) }

const Suspect = z.object({
  name: z.string().describe('component:name, or service:name when the model has none for it'),
  title: z.string(),
  score: z.number().describe('0 to 1, for the order; it is no probability'),
  reasons: z.array(z.string()).describe('What speaks for it'),
})

const Evidence = z.object({
  at: Time,
  from: Time.describe('The trouble that was looked at'),
  to: Time,
  usualFrom: Time.describe('The normal time it was held against'),
  usualTo: Time,
  suspects: z.array(Suspect).describe('The likeliest first; none when nothing stands out'),
  items: z.array(
    z.object({
      kind: z.string(),
      at: Time,
      about: z.string(),
      text: z.string(),
      look: z.string().nullable().describe('A path of the console, below the workload'),
    }),
  ),
  blind: z.array(z.string()).describe('What could not be looked at, and why'),
})

const text = z.string().trim().min(3).max(2_000)
const Chain = z.object({
  suspect: z.string().nullable().default(null).describe('Whom of the suspects it was'),
  trigger: text.describe('What set it off'),
  vulnerability: text.describe('What made that possible'),
  notCaught: text.describe('Why it was not caught before'),
  reach: text.describe('Why the impact was as large as it was'),
})

const Causes = z.object({
  incident: z.string(),
  declared: Evidence.nullable().describe('As of its declaration; null until it is collected'),
  resolved: Evidence.nullable().describe('As of its end'),
  confirmed: Chain.extend({ by: z.string(), at: Time }).nullable(),
})

export const causes = {
  'causes.show': route({
    summary: 'Suspects of an incident with the evidence, and its confirmed cause',
    permission: 'read',
    audit: 'causes.shown',
    ...named,
    query: z.object({ workload: Workload }),
    data: Causes,
  }),
  'causes.confirm': route({
    summary: 'Say what the cause was: the chain from trigger to reach',
    permission: 'respond',
    audit: 'cause.confirmed',
    ...named,
    body: Chain.extend({ workload: Workload }),
    data: Causes,
  }),
}
