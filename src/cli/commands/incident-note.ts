import type { Action } from '../command.ts'

const incidentNote: Action = async (
  { terminal, connection, workload },
  _options,
  incident = '',
  text = '',
) => {
  const { data } = await connection().call('incidents.note', {
    params: { incident },
    body: { workload: await workload(), text },
  })
  if (terminal.json) terminal.data(data)
  else terminal.line(terminal.status('ok', `noted on ${data.name}`))
}
export default incidentNote
