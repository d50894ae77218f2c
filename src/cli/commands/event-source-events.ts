import type { Action } from '../command.ts'

const eventSourceEvents: Action = async ({ terminal, connection, workload }, { limit }, source) => {
  const { data, next } = await connection().call('received-events.list', {
    query: {
      workload: await workload(),
      ...(source === undefined ? {} : { source }),
      ...(limit === undefined ? {} : { limit: Number(limit) }),
    },
  })
  if (terminal.json) return terminal.data(data, next)
  if (data.length === 0) return terminal.line('Nothing was told yet.')
  terminal.table(
    ['when', 'source', 'what', ''],
    data.map(({ at, source: from, title, url }) => [terminal.time(at), from, title, url]),
  )
}
export default eventSourceEvents
