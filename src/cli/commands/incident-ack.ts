import type { Action } from '../command.ts'

const incidentAck: Action = async ({ terminal, connection, workload }, _options, incident = '') => {
  const { data } = await connection().call('incidents.acknowledge', {
    params: { incident },
    body: { workload: await workload() },
  })
  if (terminal.json) terminal.data(data)
  else if (data.acknowledgedUntil === null)
    terminal.line(
      terminal.status('warn', `${data.name} is yours too; the others have not answered yet`),
    )
  else
    terminal.line(
      terminal.status(
        'ok',
        `${data.name} is yours until ${data.acknowledgedUntil.slice(11, 16)} UTC; help is not called meanwhile`,
      ),
    )
}
export default incidentAck
