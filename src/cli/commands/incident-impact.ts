import type { Action } from '../command.ts'

const incidentImpact: Action = async (
  { terminal, connection, workload },
  options,
  incident = '',
) => {
  const { data } = await connection().call('response.impact', {
    params: { incident },
    body: {
      workload: await workload(),
      from: String(options.from ?? ''),
      ...(options.to ? { to: String(options.to) } : {}),
      reason: String(options.reason ?? ''),
    },
  })
  if (terminal.json) terminal.data(data)
  else terminal.line(terminal.status('ok', `the impact of ${incident} is on record`))
}
export default incidentImpact
