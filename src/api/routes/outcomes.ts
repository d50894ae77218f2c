/** Outcomes: the list with budgets, and one with all that it rests on, that protects it and that hurt it. */
import { defineError, durationMs } from '#base'
import { loadModel, readRevision } from '#model'
import {
  listIncidents,
  readBegin,
  readHealth,
  readJourneys,
  readOpenAlarms,
  restsOn,
} from '#operate'
import type { Handlers } from '../handlers.ts'
import type { Services } from '../services.ts'
import { describeAlarm } from './alarms.ts'
import { outcomeBand } from './bands.ts'
import { describeIncident } from './incidents.ts'
import { describeJourney } from './journeys.ts'
import { NoSuchWorkload } from './model.ts'
import { describeOutcome, readObjectives } from './objectives.ts'
import { describeComponent } from './overview.ts'

export const NoSuchOutcome = defineError('outcomes.no-such-outcome', 'not-found', {
  message: (d: { outcome: string }) => `No outcome is called ${d.outcome}.`,
  hint: 'opsplane outcome list shows them.',
})

const POINTS = 180
/** The shortest course worth a chart. */
const LEAST_MS = 5 * 60_000
const DAY_MS = 86_400_000

export function outcomeHandlers({
  ledger,
  reader,
  objectives: memory,
  bands,
}: Services): Handlers<'outcomes.list' | 'outcomes.show'> {
  const { sql } = ledger.database

  async function readAll(workload: string, from: string) {
    const model = await loadModel(sql, workload)
    if (!model) throw new NoSuchWorkload({ workload })
    const nowMs = Date.now()
    const first = await readRevision(sql, workload, 1)
    const declaredMs = first ? Date.parse(first.appliedAt) : nowMs
    const askedMs = nowMs - durationMs(from)
    const beginMs = await readBegin(model, reader, { askedMs, declaredMs, nowMs })
    const rangeMs = Math.min(durationMs(from), Math.max(LEAST_MS, nowMs - beginMs))
    const [health, objectives] = await Promise.all([
      readHealth(sql, model, reader, nowMs, {
        rangeMs,
        stepMs: Math.max(1_000, rangeMs / POINTS),
      }),
      readObjectives({ reader, memory, model }, { nowMs, declaredMs }),
    ])
    return { model, nowMs, rangeMs, health, objectives }
  }

  return {
    'outcomes.list': async ({ query: { workload, from } }) => {
      const { model, health, objectives } = await readAll(workload, from)
      const all = [...health.outcomes].sort((a, b) => b.weight - a.weight)
      return { data: all.map((one) => describeOutcome(one, model, objectives.get(one.outcome))) }
    },

    'outcomes.show': async ({ params, query: { workload, from } }) => {
      const { model, health, objectives, nowMs, rangeMs } = await readAll(workload, from)
      const ref = `outcome:${params.outcome}`
      const outcome = health.outcomes.find((one) => one.outcome === ref)
      if (!outcome) throw new NoSuchOutcome(params)
      const objective = objectives.get(ref)
      const paths = restsOn(model, ref)
      const [band, journeys, incidents, open] = await Promise.all([
        outcomeBand({ model, bands }, outcome, nowMs),
        readJourneys({ sql, model, reader }, nowMs),
        listIncidents(sql, { workload }),
        readOpenAlarms(sql, workload),
      ])
      const sinceMs = nowMs - (objective?.objective.windowMs ?? 28 * DAY_MS)
      return {
        data: {
          ...describeOutcome(outcome, model, objective),
          band,
          fromMs: nowMs - rangeMs,
          toMs: nowMs,
          query: model.find(outcome.signal, 'signal')?.spec.query ?? '',
          course: (objective?.course ?? []).map(({ atMs, left }): [number, number | null] => [
            atMs,
            left,
          ]),
          journeys: journeys.filter(({ protects }) => protects.includes(ref)).map(describeJourney),
          components: health.components.flatMap((component) => {
            const path = paths.get(component.component)
            return path ? [{ ...describeComponent(component), path: [...path] }] : []
          }),
          alarms: health.alarms
            .filter(({ protects }) => protects.includes(ref))
            .map((alarm) => describeAlarm(alarm, open)),
          incidents: incidents
            .filter(
              ({ outcomes, occurredAt }) =>
                outcomes.includes(ref) && Date.parse(occurredAt) >= sinceMs,
            )
            .sort((a, b) => b.occurredAt.localeCompare(a.occurredAt))
            .map((incident) => describeIncident(incident, model)),
        },
      }
    },
  }
}
