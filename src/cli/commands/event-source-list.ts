import type { Action } from '../command.ts'

const eventSourceList: Action = async ({ terminal, connection, workload }) => {
  const { data, next } = await connection().call('event-sources.list', {
    query: { workload: await workload() },
  })
  if (terminal.json) return terminal.data(data, next)
  if (data.length === 0)
    return terminal.line('No sources of events: a model declares them with eventSource(…).')
  terminal.table(
    ['source', 'format', 'last', 'in a day', 'sends to'],
    data.map(({ name, format, lastAt, deliveries, address }) => [
      ...[name, format, lastAt ? terminal.time(lastAt) : 'nothing in a day', String(deliveries)],
      address,
    ]),
  )
  for (const { name, missing, subscriptions } of data) {
    if (missing)
      terminal.line(
        terminal.status(
          'warn',
          `${name}: the secret ${missing} is not set; all it sends is refused`,
        ),
      )
    for (const { topic, url, confirmedAt } of subscriptions)
      if (!confirmedAt)
        terminal.line(terminal.status('info', `${name}: ${topic} asks to be let in by ${url}`))
  }
  const waits = data.find(({ subscriptions }) =>
    subscriptions.some(({ confirmedAt }) => !confirmedAt),
  )
  if (waits) terminal.note(`\nNext: opsplane event-source confirm ${waits.name}`)
}
export default eventSourceList
