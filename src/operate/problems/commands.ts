/** What people do with problems: open one, say of which incidents it is, move it on. */
import { newId } from '#base'
import { type Ledger, problemIncidentLinked, problemOpened } from '#ledger'
import { loadModel } from '#model'
import { findIncident, IncidentNotFound } from '../incidents/index.ts'
import { moveProblem as decideMove, type Particulars } from './decide.ts'
import { ProblemNotFound } from './errors.ts'
import type { Problem, ProblemState } from './problem.ts'
import { nextProblemNumber, readProblem } from './read.ts'

/** Which problem, and who acts. */
export interface OnProblem {
  readonly workload: string
  /** Its id, `PRB-7` or `7`. */
  readonly problem: string
  /** person:ann */
  readonly by: string
}

/** The group of the first incident is that of the problem. @throws IncidentNotFound */
export function openProblem(
  ledger: Ledger,
  options: {
    readonly workload: string
    readonly by: string
    readonly title: string
    readonly reason: string
    /** team:name or person:name; the workload's owner unless told. */
    readonly owner?: string | undefined
    /** Ids, `INC-7` or `7`. */
    readonly incidents?: readonly string[] | undefined
  },
): Promise<Problem> {
  const { workload, by, title, reason, incidents = [] } = options
  return ledger.transact({ actor: by }, async (tx) => {
    const found = []
    for (const incident of incidents) {
      const one = await findIncident(tx.sql, workload, incident)
      if (!one) throw new IncidentNotFound({ incident })
      found.push(one)
    }
    const model = await loadModel(tx.sql, workload)
    const id = newId('prb', tx.nowMs)
    await tx.append(
      problemOpened(id, {
        ...{ workload, title, reason, by, state: 'open' },
        number: await nextProblemNumber(tx.sql, workload),
        group: found[0]?.group ?? null,
        owner: options.owner ?? model?.get('workload', workload)?.spec.owner ?? by,
        incidents: found.map((one) => one.id),
      }),
    )
    return (await readProblem(tx.sql, workload, id))!
  })
}

/** @throws ProblemNotFound, ProblemCannotMove, ProblemLacks */
export function moveProblem(
  ledger: Ledger,
  on: OnProblem & Particulars & { readonly to: ProblemState; readonly reason: string },
): Promise<Problem> {
  return ledger.transact({ actor: on.by }, async (tx) => {
    const problem = await readProblem(tx.sql, on.workload, on.problem)
    if (!problem) throw new ProblemNotFound({ problem: on.problem })
    await tx.append(...decideMove(problem, on.to, on))
    return (await readProblem(tx.sql, on.workload, problem.id))!
  })
}

/** Saying it twice changes nothing. @throws ProblemNotFound, IncidentNotFound */
export function linkIncident(
  ledger: Ledger,
  on: OnProblem & { readonly incident: string },
): Promise<Problem> {
  return ledger.transact({ actor: on.by }, async (tx) => {
    const { workload, by } = on
    const problem = await readProblem(tx.sql, workload, on.problem)
    if (!problem) throw new ProblemNotFound({ problem: on.problem })
    const incident = await findIncident(tx.sql, workload, on.incident)
    if (!incident) throw new IncidentNotFound({ incident: on.incident })
    const { id, number, title, workaround } = problem
    if (!problem.incidents.includes(incident.id))
      await tx.append(
        problemIncidentLinked(id, {
          ...{ workload, number, title, workaround, by },
          ...{ incident: incident.id, incidentNumber: incident.number },
        }),
      )
    return (await readProblem(tx.sql, workload, id))!
  })
}
