import type { Action } from '../command.ts'

const problemOpen: Action = async ({ terminal, connection, workload }, options, title = '') => {
  const incidents = options.incidents ? String(options.incidents).split(',') : []
  const { data } = await connection().call('problems.open', {
    body: {
      workload: await workload(),
      title,
      reason: String(options.reason ?? ''),
      incidents,
      ...(options.owner ? { owner: String(options.owner) } : {}),
    },
  })
  if (terminal.json) terminal.data(data)
  else terminal.line(terminal.status('ok', `${data.name} is open`))
}
export default problemOpen
