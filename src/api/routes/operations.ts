/** The health of operations themselves, read from facts; what they mean is judged in operations-areas.ts. */
import { listImprovements, listRetrospectives, readDeployments } from '#evolve'
import type { Ledger } from '#ledger'
import { type Model, readRevisions } from '#model'
import { listIncidents, readAlarms, readComparison, readOverrides, shiftAt } from '#operate'
import { planOf, readProcedureFacts } from '#procedures'
import { type Area, judgeOperations } from './operations-areas.ts'

const WEEK_MS = 7 * 86_400_000

export async function readOperations(ledger: Ledger, model: Model, nowMs: number): Promise<Area[]> {
  const { sql } = ledger.database
  const { workload } = model
  const sinceMs = nowMs - WEEK_MS
  const recent = (iso: string) => Date.parse(iso) >= sinceMs
  const [deployments, revisions, incidents, facts, alarms, retrospectives, improvements, compared] =
    await Promise.all([
      readDeployments(sql, workload, sinceMs, nowMs),
      readRevisions(sql, workload, 50),
      listIncidents(sql, { workload }),
      readProcedureFacts(sql, workload, nowMs),
      readAlarms(sql, model),
      listRetrospectives(sql, { workload }),
      listImprovements(sql, { workload }),
      readComparison(ledger, workload),
    ])

  const documents = model.manifest.procedures.map(({ id }) => planOf(model, id))
  const untried = documents.filter(({ id, exerciseMs }) => {
    const last = facts.get(id)?.lastExercisedAt
    return !last || nowMs - Date.parse(last) > exerciseMs
  })
  const timeOf = (iso: string | null) => (iso === null ? null : Date.parse(iso))
  const rotations = model.all('rotation')
  const overrides = await readOverrides(sql, workload, nowMs)
  return judgeOperations(
    {
      deployments,
      revisions: revisions.filter(({ appliedAt }) => recent(appliedAt)).length,
      incidents: incidents
        .filter(({ openedAt }) => recent(openedAt))
        .map(({ occurredAt, openedAt, acknowledgedAt, resolvedAt }) => ({
          occurredMs: Date.parse(occurredAt),
          openedMs: Date.parse(openedAt),
          acknowledgedMs: timeOf(acknowledgedAt),
          resolvedMs: timeOf(resolvedAt),
        })),
      open: incidents.filter(({ state }) => state === 'open').length,
      everHadIncident: incidents.length > 0,
      procedures: documents.length,
      untried: untried.length,
      runs: [...facts.values()].reduce((sum, { runs }) => sum + runs, 0),
      rotations: rotations.length,
      emptyRotations: rotations.filter(({ name }) => !shiftAt(model, name, nowMs, overrides))
        .length,
      people: model.all('person').length,
      agreedMs: model
        .all('outcome')
        .map(({ spec }) => (spec.reviewedAt ? Date.parse(spec.reviewedAt) : null)),
      differences: compared && compared.unseen.length + compared.undeclared.length,
      alarms: alarms.length,
      unableAlarms: alarms.filter(({ error, state }) => error !== null || state === 'nodata')
        .length,
      retrospectives: retrospectives.length,
      dueRetrospectives: retrospectives.filter(
        ({ state, drill }) => state === 'open' && drill === null,
      ).length,
      openImprovements: improvements.filter(({ state }) =>
        ['proposed', 'accepted', 'in-progress'].includes(state),
      ).length,
    },
    nowMs,
  )
}
