import type { Action } from '../command.ts'
import { reading } from '../outcome-words.ts'
import { priorityTone } from '../tones.ts'

const incidentList: Action = async ({ terminal, connection, workload }, options) => {
  const { data, next } = await connection().call('incidents.list', {
    query: { workload: await workload(), ...(options.all ? {} : { state: 'open' as const }) },
  })
  if (terminal.json) terminal.data(data, next)
  else if (data.length === 0) terminal.line(terminal.status('ok', 'no open incidents'))
  else
    terminal.table(
      ['incident', 'priority', 'state', 'loses', 'began', 'title'],
      data.map((one) => [
        one.name,
        terminal.status(priorityTone(one.priority), one.priority),
        one.state,
        one.loss ? reading(one.loss.perMinute, `${one.loss.unit}/min`) : '—',
        terminal.time(one.occurredAt),
        one.title,
      ]),
    )
}
export default incidentList
