/** Experiments and their drills. */
import type { Sql } from '#base'
import { loadModel } from '#model'
import { nameOf, readIncident } from '#operate'
import {
  abortDrill,
  type Drill,
  DrillNotFound,
  ExperimentNotFound,
  findDrill,
  type ListedExperiment,
  listDrills,
  listExperiments,
  readDrillTimeline,
  startDrill,
} from '#prepare'
import type { Handlers } from '../handlers.ts'
import type { Services } from '../services.ts'
import { NoSuchWorkload } from './model.ts'

type Names = 'drills.list' | 'drills.show' | 'drills.run' | 'drill-runs.show' | 'drill-runs.abort'

export function drillHandlers({ ledger }: Services): Handlers<Names> {
  const { sql } = ledger.database
  const experimentsOf = async (workload: string) => {
    const model = await loadModel(sql, workload)
    if (!model) throw new NoSuchWorkload({ workload })
    return { model, experiments: await listExperiments(sql, model, await ledger.nowMs()) }
  }
  const listed = async ({ last, ...experiment }: ListedExperiment) => ({
    ...experiment,
    last: last && (await describe(sql, last)),
  })
  return {
    'drills.list': async ({ query: { workload } }) => {
      const { experiments } = await experimentsOf(workload)
      return { data: await Promise.all(experiments.map(listed)) }
    },
    'drills.show': async ({ params, query: { workload } }) => {
      const { model, experiments } = await experimentsOf(workload)
      const experiment = experiments.find(({ name }) => name === params.experiment)
      if (!experiment) throw new ExperimentNotFound({ experiment: params.experiment, workload })
      const spec = model.get('experiment', experiment.name)!.spec
      const hypothesis = spec['steady-state-hypothesis']
      const drills = await listDrills(sql, { workload, experiment: experiment.name, limit: 20 })
      return {
        data: {
          ...(await listed(experiment)),
          steadyState: {
            title: hypothesis.title,
            probes: hypothesis.probes.map(({ name }) => name),
          },
          method: spec.method.map(({ name }) => name),
          rollbacks: spec.rollbacks.map(({ name }) => name),
          abort: spec.abort.map(
            (one) => `${one.signal.replace('signal:', '')} ${one.when} for ${one.for}`,
          ),
          drills: await Promise.all(drills.map((drill) => describe(sql, drill))),
        },
      }
    },
    'drills.run': async ({ params, body: { workload } }, { actor }) => ({
      data: await describe(sql, await startDrill(ledger, { workload, ...params, by: actor })),
    }),
    'drill-runs.show': async ({ params, query: { workload } }) => {
      const drill = await findDrill(sql, workload, params.drill)
      if (!drill) throw new DrillNotFound({ drill: params.drill })
      const timeline = await readDrillTimeline(ledger, drill)
      return {
        data: {
          ...(await describe(sql, drill)),
          timeline: timeline.map(({ factId: _, ...moment }) => moment),
        },
      }
    },
    'drill-runs.abort': async ({ params, body }, { actor }) => ({
      data: await describe(sql, await abortDrill(ledger, { ...params, ...body, by: actor })),
    }),
  }
}

async function describe(sql: Sql, drill: Drill) {
  const { id, number, experiment, title, environment, state, by, startedAt, faultAt, finishedAt } =
    drill
  const { outcome, reason, score, reverted, run, expectations, activities } = drill
  const incident = drill.incident ? await readIncident(sql, drill.incident) : undefined
  return {
    id,
    name: `DRILL-${number}`,
    experiment,
    title,
    environment,
    state,
    by,
    startedAt,
    faultAt,
    finishedAt,
    outcome,
    reason: reason ?? drill.abortedReason,
    score,
    reverted,
    incident: incident ? nameOf(incident) : null,
    run,
    expectations: expectations.map(({ name, title, state, limitMs, at, afterMs, reason }) => ({
      name,
      title,
      state,
      limitMs,
      at,
      afterMs,
      reason,
    })),
    activities: activities.map(({ phase, name, state, output, reason }) => ({
      phase,
      name,
      state,
      output,
      reason,
    })),
  }
}
