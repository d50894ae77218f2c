import { formatDuration } from '#base'
import type { Action } from '../command.ts'
import { drillTone } from '../tones.ts'

const drillList: Action = async ({ terminal, connection, workload }) => {
  const { data, next } = await connection().call('drills.list', {
    query: { workload: await workload() },
  })
  if (terminal.json) terminal.data(data, next)
  else if (data.length === 0) terminal.line('No experiments in the model.')
  else
    terminal.table(
      ['drill', 'last', 'when', 'environment', 'title'],
      data.map(({ name, last, ageMs, environment, title }) => [
        name,
        terminal.status(
          drillTone(last?.outcome ?? null),
          last ? (last.outcome ?? last.state) : 'never run',
        ),
        ageMs === null ? '' : `${formatDuration(ageMs)} ago`,
        environment,
        title,
      ]),
    )
}
export default drillList
