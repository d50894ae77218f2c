/** What people do with drills: run one, and call it off. */
import { newId } from '#base'
import { drillStarted, type Ledger } from '#ledger'
import { loadModel } from '#model'
import { abort } from './decide.ts'
import type { Drill, Experiment } from './drill.ts'
import { DrillIsOver, DrillIsRunning, DrillNotFound, ExperimentNotFound } from './errors.ts'
import { expectationsOf } from './expectations.ts'
import { findDrill, nextDrillNumber, readDrill, runningDrills } from './read.ts'

/**
 * Begins a drill; a worker does the rest. Only one runs in an environment at a time.
 * Throws ExperimentNotFound, DrillIsRunning.
 */
export function startDrill(
  ledger: Ledger,
  options: {
    readonly workload: string
    /** Name of the experiment. */
    readonly experiment: string
    /** person:ann */
    readonly by: string
  },
): Promise<Drill> {
  const { workload, experiment, by } = options
  return ledger.transact({ actor: by }, async (tx) => {
    const model = await loadModel(tx.sql, workload)
    const spec = model?.get('experiment', experiment)?.spec
    if (!model || !spec) throw new ExperimentNotFound({ experiment, workload })
    const { environment } = spec
    const other = (await runningDrills(tx.sql)).find(
      (drill) => drill.workload === workload && drill.environment === environment,
    )
    if (other) {
      const { number } = other
      throw new DrillIsRunning({ environment, number, experiment: other.experiment })
    }
    const id = newId('drl', tx.nowMs)
    const signals = Object.fromEntries(
      signalsOf(spec).flatMap((name) => {
        const query = model.find(name, 'signal')?.spec.query
        return query === undefined ? [] : [[name, query]]
      }),
    )
    await tx.append(
      drillStarted(id, {
        workload,
        experiment,
        number: await nextDrillNumber(tx.sql, workload),
        environment,
        title: spec.title,
        spec,
        signals,
        expectations: expectationsOf(spec),
        by,
      }),
    )
    return (await readDrill(tx.sql, id))!
  })
}

/** Calls a drill off: the fault is taken back at once. Throws DrillNotFound, DrillIsOver. */
export function abortDrill(
  ledger: Ledger,
  options: {
    readonly workload: string
    /** Its id, `DRILL-7` or `7`. */
    readonly drill: string
    readonly by: string
    readonly reason: string
  },
): Promise<Drill> {
  const { workload, by, reason } = options
  return ledger.transact({ actor: by }, async (tx) => {
    const drill = await findDrill(tx.sql, workload, options.drill)
    if (!drill) throw new DrillNotFound({ drill: options.drill })
    const facts = abort(drill, reason, by)
    if (facts.length === 0) throw new DrillIsOver({ number: drill.number })
    await tx.append(...facts)
    return (await readDrill(tx.sql, drill.id))!
  })
}

function signalsOf(spec: Experiment): string[] {
  const activities = [...spec['steady-state-hypothesis'].probes, ...spec.method, ...spec.rollbacks]
  const probed = activities.flatMap(({ provider }) =>
    provider.type === 'signal' ? [provider.signal] : [],
  )
  return [...new Set([...probed, ...spec.abort.map(({ signal }) => signal)])]
}
