/** Incidents through their life, and the messages that were sent about them. */

import { findRetrospective } from '#evolve'
import { loadModel, type Model } from '#model'
import {
  acknowledgeIncident,
  addNote,
  declareIncident,
  findIncident,
  type Incident,
  IncidentNotFound,
  listNotifications,
  listStatusUpdates,
  nameOf,
  overridePriority,
  type QueuedIncident,
  readEscalation,
  readExecutedSteps,
  readParties,
  readQueue,
  readTimeline,
  resolveIncident,
} from '#operate'
import { listRuns } from '#procedures'
import type { Handlers } from '../handlers.ts'
import type { Services } from '../services.ts'
import { describeNotification } from './notifications.ts'

type Names =
  | 'incidents.list'
  | 'incidents.show'
  | 'incidents.declare'
  | 'incidents.acknowledge'
  | 'incidents.note'
  | 'incidents.prioritise'
  | 'incidents.resolve'

export function incidentHandlers({ ledger, reader }: Services): Handlers<Names> {
  const { sql } = ledger.database
  const described = async (incident: Incident) => ({
    data: describeIncident(incident, await loadModel(sql, incident.workload)),
  })

  return {
    'incidents.list': async ({ query: { workload, state, limit } }) => {
      const model = await loadModel(sql, workload)
      const asked = { workload, state, limit }
      const queue = await readQueue({ sql, reader }, model, asked, Date.now())
      return { data: queue.map((one) => describeQueued(one, model)) }
    },

    'incidents.show': async ({ params, query: { workload } }) => {
      const incident = await findIncident(sql, workload, params.incident)
      if (!incident) throw new IncidentNotFound({ incident: params.incident })
      const [model, timeline, notifications, updates, runs, retrospective] = await Promise.all([
        loadModel(sql, workload),
        readTimeline(ledger, incident),
        listNotifications(sql, { incident: incident.id }),
        listStatusUpdates(sql, { incident: incident.id }),
        listRuns(sql, { incident: incident.id }),
        findRetrospective(sql, incident.id),
      ])
      return {
        data: {
          ...describeIncident(incident, model),
          timeline: timeline.map(({ fact: _, factId: __, ...entry }) => entry),
          notifications: notifications.map(describeNotification),
          escalation: await escalationOf(incident.id, model),
          updates: updates.map(({ page, component, state, text, publishedAt }) => ({
            page,
            component,
            state,
            text,
            publishedAt,
          })),
          runs: runs.map(({ id, procedure, state }) => ({ run: id, procedure, state })),
          retrospective: retrospective?.id ?? null,
        },
      }
    },

    'incidents.declare': async ({ body }, { actor }) =>
      described(await declareIncident(ledger, { ...body, by: actor })),
    'incidents.acknowledge': async ({ params, body }, { actor }) =>
      described(await acknowledgeIncident(ledger, { ...params, ...body, by: actor })),
    'incidents.note': async ({ params, body }, { actor }) =>
      described(await addNote(ledger, { ...params, ...body, by: actor })),
    'incidents.prioritise': async ({ params, body }, { actor }) =>
      described(await overridePriority(ledger, { ...params, ...body, by: actor })),
    'incidents.resolve': async ({ params, body }, { actor }) =>
      described(await resolveIncident(ledger, { ...params, ...body, by: actor })),
  }

  async function escalationOf(incident: string, model: Model | undefined) {
    const escalation = await readEscalation(sql, incident)
    if (!escalation) return null
    const executed = (await readExecutedSteps(sql, incident)).filter(
      (step) => step.cycle === escalation.cycle,
    )
    return {
      state: escalation.state,
      path: escalation.policy,
      cycle: escalation.cycle,
      nextDueAt: escalation.dueAt,
      awaits: [...escalation.awaits],
      snoozedBy: escalation.snoozedBy,
      snoozedUntil: escalation.snoozedUntil,
      parties: (await readParties(sql, incident)).map(({ by: _, ...called }) => ({
        ...called,
        title: model?.find(called.party, 'third-party')?.spec.title ?? called.party,
      })),
      steps: escalation.steps.map(({ name, afterMs, notify }, i) => {
        const done = executed.find(({ step }) => step === i)
        return {
          name: name ?? null,
          afterMs,
          notify: [...notify],
          executedAt: done?.executedAt ?? null,
          recipients: done?.recipients.map(({ to }) => to) ?? [],
        }
      }),
    }
  }
}

export function describeIncident(incident: Incident, model: Model | undefined) {
  const { group: _, number: __, resolvedBy: ___, alarms, outcomes, ...rest } = incident
  return {
    ...rest,
    name: nameOf(incident),
    outcomes: outcomes.map((ref) => ({
      ref,
      title: model?.find(ref, 'outcome')?.spec.title ?? ref,
    })),
    alarms: alarms.map(({ alarm, title, labels, annotations, raisedAt, clearedAt }) => ({
      ...{ alarm, title, raisedAt, clearedAt },
      labels: { ...labels },
      annotations: { ...annotations },
    })),
  }
}

export function describeQueued({ incident, loss }: QueuedIncident, model: Model | undefined) {
  return { ...describeIncident(incident, model), loss }
}
