/** The health of operations themselves: changes, response, procedures, people, alarms, learning. Each from facts. */
import { formatDuration } from '#base'
import { listImprovements, listRetrospectives, readDeployments } from '#evolve'
import type { Ledger } from '#ledger'
import { type Model, readRevisions } from '#model'
import { listIncidents, readAlarms, turnAt } from '#operate'
import { planOf, readProcedureFacts } from '#procedures'

const WEEK_MS = 7 * 86_400_000

interface Area {
  readonly area: 'changes' | 'response' | 'procedures' | 'people' | 'alarms' | 'learning'
  readonly title: string
  readonly status: 'ok' | 'warn' | 'crit' | 'unk' | 'info'
  readonly word: string
  readonly sentence: string
  readonly path: string
}

export async function readOperations(ledger: Ledger, model: Model, nowMs: number): Promise<Area[]> {
  const { sql } = ledger.database
  const { workload } = model
  const sinceMs = nowMs - WEEK_MS
  const recent = (iso: string) => Date.parse(iso) >= sinceMs
  const [deployments, revisions, incidents, facts, alarms, retrospectives, improvements] =
    await Promise.all([
      readDeployments(sql, workload, sinceMs, nowMs),
      readRevisions(sql, workload, 50),
      listIncidents(sql, { workload }),
      readProcedureFacts(sql, workload, nowMs),
      readAlarms(sql, model),
      listRetrospectives(sql, { workload }),
      listImprovements(sql, { workload }),
    ])

  const applied = revisions.filter(({ appliedAt }) => recent(appliedAt))
  const ended = incidents.filter(({ resolvedAt, openedAt }) => resolvedAt && recent(openedAt))
  const restore = ended.map(
    ({ resolvedAt, occurredAt }) => Date.parse(resolvedAt!) - Date.parse(occurredAt),
  )
  const open = incidents.filter(({ state }) => state === 'open').length
  const documents = model.manifest.procedures.map(({ id }) => planOf(model, id))
  const untried = documents.filter(({ id, exerciseMs }) => {
    const last = facts.get(id)?.lastExercisedAt
    return !last || nowMs - Date.parse(last) > exerciseMs
  })
  const empty = model.all('rotation').filter(({ spec }) => !turnAt(spec, nowMs))
  const unable = alarms.filter(({ error, state }) => error !== null || state === 'nodata')
  const due = retrospectives.filter(({ state, drill }) => state === 'open' && drill === null)
  const openImprovements = improvements.filter(({ state }) =>
    ['proposed', 'accepted', 'in-progress'].includes(state),
  )
  return [
    {
      area: 'changes',
      title: 'Changes',
      status: deployments.length + applied.length === 0 ? 'unk' : 'ok',
      word: `${deployments.length + applied.length} this week`,
      sentence: `${count(deployments.length, 'release')}, ${count(applied.length, 'model revision')}; every revision has its reverse`,
      path: 'model',
    },
    {
      area: 'response',
      title: 'Response',
      status: open > 0 ? 'warn' : incidents.length === 0 ? 'unk' : 'ok',
      word: open > 0 ? `${open} open` : incidents.length === 0 ? 'No incident yet' : 'Nothing open',
      sentence:
        restore.length === 0
          ? 'No incident ended in the last 7 days'
          : `${count(ended.length, 'incident')} in 7 days, restored within ${formatDuration(Math.max(...restore))}`,
      path: 'incidents',
    },
    {
      area: 'procedures',
      title: 'Procedures',
      status: untried.length > 0 ? 'warn' : 'ok',
      word: untried.length > 0 ? `${untried.length} not exercised` : 'All exercised',
      sentence: `${count(documents.length, 'document')}, ${count(
        [...facts.values()].reduce((sum, { runs }) => sum + runs, 0),
        'run',
      )} in 90 days`,
      path: 'procedures',
    },
    {
      area: 'people',
      title: 'People',
      status: model.all('rotation').length === 0 ? 'unk' : empty.length > 0 ? 'crit' : 'ok',
      word:
        model.all('rotation').length === 0
          ? 'No rotation'
          : empty.length > 0
            ? 'Nobody on call'
            : 'Covered',
      sentence: `${count(model.all('rotation').length, 'rotation')}, ${count(model.all('person').length, 'person', 'people')}`,
      path: 'oncall',
    },
    {
      area: 'alarms',
      title: 'Alarms',
      status: unable.length > 0 ? 'unk' : 'ok',
      word:
        unable.length > 0 ? `${unable.length} cannot tell` : `${alarms.length} of ${alarms.length}`,
      sentence: 'Each has an owner who can be reached and a procedure',
      path: 'alarms',
    },
    {
      area: 'learning',
      title: 'Learning',
      status: due.length > 0 ? 'info' : 'ok',
      word: due.length > 0 ? `${count(due.length, 'review')} due` : 'Nothing due',
      sentence: `${count(retrospectives.length, 'retrospective')}, ${count(openImprovements.length, 'open improvement')}`,
      path: 'retrospectives',
    },
  ]
}

function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`
}
