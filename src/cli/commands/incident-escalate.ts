import type { Action } from '../command.ts'

const incidentEscalate: Action = async (
  { terminal, connection, workload },
  options,
  incident = '',
) => {
  const { data } = await connection().call('incidents.escalate', {
    params: { incident },
    body: {
      workload: await workload(),
      ...(options.step ? { step: String(options.step) } : {}),
      reason: String(options.reason ?? ''),
    },
  })
  if (terminal.json) terminal.data(data)
  else terminal.line(terminal.status('ok', `${data.name}: help is called now`))
}
export default incidentEscalate
