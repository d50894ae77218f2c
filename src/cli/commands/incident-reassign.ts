import type { Action } from '../command.ts'

const incidentReassign: Action = async (
  { terminal, connection, workload },
  options,
  incident = '',
  to = '',
) => {
  const { data } = await connection().call('incidents.reassign', {
    params: { incident },
    body: { workload: await workload(), to, reason: String(options.reason ?? '') },
  })
  if (terminal.json) terminal.data(data)
  else terminal.line(terminal.status('ok', `${to} is called for ${data.name} now`))
}
export default incidentReassign
