/** What was changed in the two hours before, as far as anybody told: deployments and revisions of the model. */
import { deploymentFinished, type Fact, modelApplied } from '#ledger'
import type { EvidenceItem, EvidenceSource } from '../evidence.ts'

/** After this long a change is half as suspicious. */
const HALF_MS = 20 * 60_000
const MOST = 100

export const changes: EvidenceSource = {
  name: 'change',
  weight: 0.5,
  async collect({ ledger, changes: { fromMs, toMs }, incident }) {
    const facts = await ledger.read({
      types: [deploymentFinished.type, modelApplied.type],
      newestFirst: true,
      limit: MOST,
    })
    const recent = facts.filter(
      ({ time, data }) =>
        Date.parse(time) >= fromMs &&
        Date.parse(time) <= toMs &&
        (data as { workload: string }).workload === incident.workload,
    )
    return {
      items: recent.map(itemOf),
      suspects: recent.filter(isDeployment).map((fact) => {
        const ageMs = Math.max(0, Date.parse(incident.occurredAt) - Date.parse(fact.time))
        const { component, version } = fact.data as Deployment
        return {
          name: `component:${component}`,
          score: 0.5 ** (ageMs / HALF_MS),
          reasons: [`${version} was deployed ${Math.round(ageMs / 60_000)} min before`],
        }
      }),
    }
  },
}

type Deployment = Parameters<typeof deploymentFinished>[1]
type Applied = Parameters<typeof modelApplied>[1]

const isDeployment = ({ type }: Fact) => type === deploymentFinished.type

function itemOf(fact: Fact): EvidenceItem {
  const base = { kind: 'change', at: fact.time }
  if (isDeployment(fact)) {
    const { component, version, previous, outcome } = fact.data as Deployment
    const from = previous ? ` in place of ${previous}` : ''
    const text = `${component} ${version} was deployed${from}: ${outcome}`
    return { ...base, about: `component:${component}`, text, look: null }
  }
  const { workload, revision, size, undoOf } = fact.data as Applied
  const what = undoOf === null ? 'came into force' : `took revision ${undoOf} back`
  return {
    ...{ ...base, about: `workload:${workload}`, look: 'model' },
    text: `Revision ${revision} of the model ${what}: ${size.resources} resources, ${size.values} values`,
  }
}
