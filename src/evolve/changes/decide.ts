/** From an event of another system to a fact of ours. Pure; unknown kinds are no mistake, only not ours. */
import { z } from 'zod'
import { deploymentFinished, type NewFact } from '#ledger'

/** CloudEvents 1.0 with the attributes that we read. Source: https://github.com/cloudevents/spec */
export const CloudEvent = z.object({
  specversion: z.literal('1.0'),
  id: z.string().min(1).max(500),
  source: z.string().min(1).max(500),
  type: z.string().min(1).max(500),
  time: z.iso.datetime({ offset: true }).optional(),
  subject: z.string().optional(),
  data: z.unknown(),
})
export type CloudEvent = z.infer<typeof CloudEvent>

// CDEvents: a service in an environment got another artefact. Source: https://cdevents.dev, continuous deployment.
const DEPLOYED = /^dev\.cdevents\.service\.(deployed|upgraded|rolledback|published)\.\d/

const Text = z.string().min(1).max(200)
const Deployed = z.object({
  subject: z.object({
    content: z.object({
      service: Text,
      version: Text,
      previous: Text.nullish(),
      environment: z.union([Text, z.object({ id: Text }).transform(({ id }) => id)]),
      outcome: z.enum(['success', 'failure']).default('success'),
    }),
  }),
})

/** The fact that an event tells, or undefined when it is of a kind that we do not keep. Throws ZodError. */
export function factOf(event: CloudEvent, workload: string): NewFact | undefined {
  if (!DEPLOYED.test(event.type)) return undefined
  const { service, version, previous, environment, outcome } = Deployed.parse(event.data).subject
    .content
  return deploymentFinished(
    `component:${service}`,
    {
      workload,
      environment,
      component: service,
      version,
      previous: previous ?? null,
      outcome,
      deliveryId: `${event.source}#${event.id}`,
    },
    { source: event.source, ...(event.time ? { timeMs: Date.parse(event.time) } : {}) },
  )
}
