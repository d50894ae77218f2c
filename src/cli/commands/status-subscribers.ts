import type { Action } from '../command.ts'

const statusSubscribers: Action = async (
  { terminal, connection, workload },
  { after, limit },
  page = '',
) => {
  const { data, next } = await connection().call('status.subscribers', {
    params: { page },
    query: {
      workload: await workload(),
      ...(after ? { after: String(after) } : {}),
      ...(limit ? { limit: Number(limit) } : {}),
    },
  })
  if (terminal.json) {
    terminal.data(data, next)
    return
  }
  const { confirmed, asked, unsubscribed } = data.counts
  terminal.line(`${confirmed} follow, ${asked} were asked to confirm, ${unsubscribed} have left\n`)
  if (data.subscribers.length === 0) {
    terminal.line(
      'Nobody follows this page. The page has a form when its model says `subscribers`.',
    )
    return
  }
  terminal.table(
    ['address', 'by', 'components', 'since'],
    data.subscribers.map(({ address, kind, components, confirmedAt }) => [
      address,
      kind,
      components.length === 0 ? 'all' : components.join(', '),
      terminal.time(confirmedAt),
    ]),
  )
  if (next) terminal.note(`Next: opsplane status subscribers ${page} --after ${next}`)
}
export default statusSubscribers
