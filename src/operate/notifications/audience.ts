/**
 * What an audience is told beside the words of its status page. Customers: nothing more. Leaders: what it does to the
 * business, and who answers for it. Engineers: what is wrong, and where to look.
 */
import type { NotificationMessage } from '#ledger'
import type { Model, SpecOf } from '#model'
import { type Incident, nameOf } from '../incidents/index.ts'
import { listed, spoken } from '../wording/index.ts'
import { pathOf, procedureLink } from './messages.ts'

export type Audience = SpecOf<'status-page'>['audience']

/** Nothing of it for an audience that the model does not know any more. */
export function toldTo(
  audience: Audience | undefined,
  incident: Incident | undefined,
  model: Model | undefined,
  isOver: boolean,
): Pick<NotificationMessage, 'lines' | 'fields' | 'links'> {
  if (!incident || !model || audience === undefined || audience === 'customers') return NOTHING
  return audience === 'leaders'
    ? forLeaders(incident, model, isOver)
    : forEngineers(incident, model)
}

const NOTHING = { lines: [], fields: [], links: [] }

function forLeaders(incident: Incident, model: Model, isOver: boolean) {
  const { priority, priorityReason, owner } = incident
  const hurt = outcomesOf(incident, model)
  const whom = [...new Set(hurt.flatMap(({ customers }) => customers ?? []))]
  return {
    lines: isOver
      ? ['Why it happened, and what is done about it, follows in the retrospective.']
      : [],
    fields: [
      ...(hurt.length > 0
        ? [{ label: 'Suffering', value: listed(hurt.map(({ title }) => title)) }]
        : []),
      ...(whom.length > 0 ? [{ label: 'For whom', value: listed(whom) }] : []),
      { label: 'Priority', value: `${priority}: ${priorityReason}` },
      { label: 'In charge', value: titleOf(model, owner) },
    ],
    links: [],
  }
}

function forEngineers(incident: Incident, model: Model) {
  const { alarms, owner, priority } = incident
  const name = nameOf(incident)
  return {
    lines: alarms.map(({ title, clearedAt }) => (clearedAt === null ? title : `Cleared: ${title}`)),
    fields: [
      { label: 'Incident', value: `${name}, ${priority}` },
      { label: 'Owner', value: titleOf(model, owner) },
    ],
    links: [{ label: `All about ${name}`, path: pathOf(incident) }, ...procedureLink(incident)],
  }
}

const outcomesOf = ({ outcomes }: Incident, model: Model) =>
  outcomes.flatMap((one) => model.find(one, 'outcome')?.spec ?? [])

function titleOf(model: Model, reference: string): string {
  const named =
    model.find(reference, 'team')?.spec.title ?? model.find(reference, 'person')?.spec.name
  return named ?? spoken(reference)
}
