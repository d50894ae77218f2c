import type { Action } from '../command.ts'

const incidentConfirm: Action = async (
  { terminal, connection, workload },
  options,
  incident = '',
) => {
  const said = (name: string) => String(options[name] ?? '')
  const { data } = await connection().call('causes.confirm', {
    params: { incident },
    body: {
      workload: await workload(),
      suspect: options.suspect ? said('suspect') : null,
      trigger: said('trigger'),
      vulnerability: said('vulnerability'),
      notCaught: said('notCaught'),
      reach: said('reach'),
    },
  })
  if (terminal.json) terminal.data(data)
  else terminal.line(terminal.status('ok', `the cause of ${data.incident} is on record`))
}
export default incidentConfirm
