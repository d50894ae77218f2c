import type { Action } from '../command.ts'

const problemLink: Action = async (
  { terminal, connection, workload },
  _options,
  problem = '',
  incident = '',
) => {
  const { data } = await connection().call('problems.link', {
    params: { problem },
    body: { workload: await workload(), incident },
  })
  if (terminal.json) terminal.data(data)
  else terminal.line(terminal.status('ok', `${incident} belongs to ${data.name}`))
}
export default problemLink
