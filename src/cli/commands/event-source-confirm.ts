import type { Action } from '../command.ts'

const eventSourceConfirm: Action = async (
  { terminal, connection, workload },
  _options,
  source = '',
) => {
  const { data } = await connection().call('event-sources.confirm', {
    params: { source },
    body: { workload: await workload() },
  })
  if (terminal.json) return terminal.data(data)
  for (const { topic } of data) terminal.line(terminal.status('ok', `${topic} is let in`))
}
export default eventSourceConfirm
