/** The work of people on an incident. */
import {
  addTask,
  askForDecision,
  decideForIncident,
  endIncidentTask,
  findIncident,
  IncidentNotFound,
  type IncidentResponse,
  moveIncident,
  readResponse,
  setIncidentImpact,
  takeIncidentRole,
} from '#operate'
import type { Handlers } from '../handlers.ts'
import type { Services } from '../services.ts'

type Names =
  | 'response.show'
  | 'response.move'
  | 'response.role'
  | 'response.add-task'
  | 'response.end-task'
  | 'response.ask'
  | 'response.decide'
  | 'response.impact'

export function responseHandlers({ ledger }: Services): Handlers<Names> {
  const { sql } = ledger.database
  const described = async (work: Promise<IncidentResponse>) => {
    const { roles, tasks, decisions, ...rest } = await work
    return {
      data: {
        ...rest,
        roles: [...roles],
        tasks: [...tasks],
        decisions: decisions.map((one) => ({ ...one, options: [...one.options] })),
      },
    }
  }

  return {
    'response.show': async ({ params, query: { workload } }) => {
      const incident = await findIncident(sql, workload, params.incident)
      if (!incident) throw new IncidentNotFound(params)
      return described(readResponse(sql, incident.id))
    },
    'response.move': ({ params, body }, { actor }) =>
      described(moveIncident(ledger, { ...params, ...body, by: actor })),
    'response.role': ({ params, body }, { actor }) =>
      described(
        takeIncidentRole(ledger, { ...params, ...body, person: body.person ?? actor, by: actor }),
      ),
    'response.add-task': ({ params, body }, { actor }) =>
      described(addTask(ledger, { ...params, ...body, by: actor })),
    'response.end-task': ({ params, body }, { actor }) =>
      described(endIncidentTask(ledger, { ...params, ...body, by: actor })),
    'response.ask': ({ params, body }, { actor }) =>
      described(askForDecision(ledger, { ...params, ...body, by: actor })),
    'response.decide': ({ params, body }, { actor }) =>
      described(decideForIncident(ledger, { ...params, ...body, by: actor })),
    'response.impact': ({ params, body }, { actor }) =>
      described(setIncidentImpact(ledger, { ...params, ...body, by: actor })),
  }
}
