import type { Action } from '../command.ts'
import { priorityTone } from '../tones.ts'

const incidentShow: Action = async (
  { terminal, connection, workload },
  _options,
  incident = '',
) => {
  const { data } = await connection().call('incidents.show', {
    params: { incident },
    query: { workload: await workload() },
  })
  if (terminal.json) {
    terminal.data(data)
    return
  }
  terminal.line(
    `${terminal.status(priorityTone(data.priority), data.priority)}  ${terminal.bold(data.title)}`,
  )
  terminal.line(
    `${data.name}, ${data.state}, opened ${terminal.time(data.openedAt)}; ${data.priorityReason}`,
  )
  if (data.outcomes.length > 0)
    terminal.line(`Suffers: ${data.outcomes.map(({ title }) => title).join(', ')}`)
  for (const { title, annotations, clearedAt } of data.alarms) {
    const said = [annotations.summary, annotations.description].filter(Boolean).join(' ')
    if (said && !clearedAt) terminal.line(`${title}: ${said}`)
  }
  if (data.procedure) terminal.line(`Procedure: ${data.procedure}`)
  terminal.line()
  for (const entry of data.timeline)
    terminal.line(
      `${entry.at.slice(11, 19)}  ${entry.isKey ? terminal.bold(entry.sentence) : entry.sentence}`,
    )
  if (data.state === 'open' && !data.acknowledgedAt)
    terminal.note(`\nNext: opsplane incident ack ${data.name}`)
}
export default incidentShow
