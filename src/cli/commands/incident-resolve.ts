import type { Action } from '../command.ts'

const incidentResolve: Action = async (
  { terminal, connection, workload },
  options,
  incident = '',
) => {
  const { data } = await connection().call('incidents.resolve', {
    params: { incident },
    body: { workload: await workload(), reason: String(options.reason ?? 'resolved by hand') },
  })
  if (terminal.json) terminal.data(data)
  else
    terminal.line(terminal.status('ok', `${data.name} is resolved; everybody who was told is told`))
}
export default incidentResolve
