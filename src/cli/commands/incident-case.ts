import type { Action } from '../command.ts'

const incidentCase: Action = async (
  { terminal, connection, workload },
  _options,
  incident = '',
  party = '',
  number = '',
) => {
  const { data } = await connection().call('incidents.case', {
    params: { incident },
    body: { workload: await workload(), party, case: number },
  })
  if (terminal.json) terminal.data(data)
  else terminal.line(terminal.status('ok', `${data.name}: ${party} has it as ${number}`))
}
export default incidentCase
