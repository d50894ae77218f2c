import type { Action } from '../command.ts'
import { priorityTone } from '../tones.ts'

const incidentDeclare: Action = async ({ terminal, connection, workload }, options, title = '') => {
  const outcomes = String(options.outcome ?? '')
    .split(',')
    .filter(Boolean)
    .map((name) => (name.startsWith('outcome:') ? name : `outcome:${name}`))
  const { url, call } = connection()
  const { data } = await call('incidents.declare', {
    body: { workload: await workload(), title, outcomes },
  })
  if (terminal.json) terminal.data(data)
  else {
    terminal.line(
      `${terminal.status(priorityTone(data.priority), `${data.name} ${data.priority}`)}  ${data.title}`,
    )
    terminal.note(`${url}/w/${data.workload}/incidents/${data.name}`)
  }
}
export default incidentDeclare
