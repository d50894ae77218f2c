import { formatDuration } from '#base'
import type { Action } from '../command.ts'

const procedureList: Action = async ({ terminal, connection, workload }) => {
  const { data, next } = await connection().call('procedures.list', {
    query: { workload: await workload() },
  })
  if (terminal.json) terminal.data(data, next)
  else if (data.length === 0) terminal.line('No procedures.')
  else
    terminal.table(
      ['procedure', 'kind', 'owner', 'exercised', 'succeeds', 'takes', 'title'],
      data.map(({ id, kind, owner, facts, title }) => [
        id,
        kind,
        owner.replace('team:', ''),
        terminal.status(
          facts.stale ? 'warn' : 'ok',
          facts.lastExercisedAt ? terminal.time(facts.lastExercisedAt) : 'never',
        ),
        facts.runs === 0 ? '' : `${facts.succeeded} of ${facts.runs}`,
        facts.medianMs === null ? '' : formatDuration(facts.medianMs),
        title,
      ]),
    )
}
export default procedureList
