import type { Action } from '../command.ts'

const channelList: Action = async ({ terminal, connection, workload }) => {
  const { data } = await connection().call('channels.list', {
    query: { workload: await workload() },
  })
  if (terminal.json) return terminal.data(data)
  if (data.length === 0) return terminal.line('The model declares no channel.')
  terminal.table(
    ['channel', 'type', 'where', 'last message', 'when', 'why not'],
    data.map(({ name, type, addresses, last }) => [
      name,
      type,
      addresses.join(', ') || 'as contacts of people say',
      last?.state ?? 'none yet',
      last?.queuedAt.slice(0, 16) ?? '',
      last?.reason ?? '',
    ]),
  )
  terminal.note('Next: opsplane channel test NAME')
}
export default channelList
