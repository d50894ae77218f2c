/** What is known of why an incident happened. */
import { loadModel, type Model } from '#model'
import {
  type Causes,
  confirmCause,
  findIncident,
  IncidentNotFound,
  nameOf,
  readCauses,
} from '#operate'
import type { Handlers } from '../handlers.ts'
import type { Services } from '../services.ts'

export function causeHandlers({ ledger }: Services): Handlers<'causes.show' | 'causes.confirm'> {
  const { sql } = ledger.database

  async function show(workload: string, name: string) {
    const incident = await findIncident(sql, workload, name)
    if (!incident) throw new IncidentNotFound({ incident: name })
    const [model, causes] = await Promise.all([
      loadModel(sql, workload),
      readCauses(ledger, incident.id),
    ])
    const { declared, resolved, confirmed } = causes
    return {
      data: {
        incident: nameOf(incident),
        declared: describeEvidence(declared, model),
        resolved: describeEvidence(resolved, model),
        confirmed: confirmed && withoutPlace(confirmed),
      },
    }
  }

  return {
    'causes.show': ({ params: { incident }, query: { workload } }) => show(workload, incident),
    'causes.confirm': async ({ params: { incident }, body }, { actor }) => {
      await confirmCause(ledger, { ...body, incident, by: actor })
      return show(body.workload, incident)
    },
  }
}

function describeEvidence(evidence: Causes['declared'], model: Model | undefined) {
  if (!evidence) return null
  const { workload: _, number: __, occasion: ___, suspects, ...rest } = evidence
  const titleOf = (name: string) =>
    model?.find(name, 'component')?.spec.title ?? name.replace(/^\w+:/, '')
  return { ...rest, suspects: suspects.map((one) => ({ ...one, title: titleOf(one.name) })) }
}

function withoutPlace({ workload: _, number: __, ...chain }: NonNullable<Causes['confirmed']>) {
  return chain
}
