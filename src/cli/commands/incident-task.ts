import type { Action } from '../command.ts'

const incidentTask: Action = async (
  { terminal, connection, workload },
  options,
  incident = '',
  text = '',
) => {
  const { data } = await connection().call('response.add-task', {
    params: { incident },
    body: {
      workload: await workload(),
      text,
      ...(options.assignee ? { assignee: String(options.assignee) } : {}),
    },
  })
  if (terminal.json) terminal.data(data)
  else terminal.line(terminal.status('ok', `added to ${incident}`))
}
export default incidentTask
