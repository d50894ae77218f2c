import type { Action } from '../command.ts'

const TONES = {
  running: 'run',
  held: 'crit',
  stopped: 'crit',
  finished: 'ok',
  superseded: 'unk',
} as const

const statusFanOuts: Action = async ({ terminal, connection, workload }, _options, page = '') => {
  const { data } = await connection().call('status.fan-outs', {
    params: { page },
    query: { workload: await workload() },
  })
  if (terminal.json) {
    terminal.data(data)
    return
  }
  if (data.length === 0) {
    terminal.line('No update of this page has been told to subscribers.')
    return
  }
  terminal.table(
    ['job', 'state', 'what', 'told', 'waiting', 'not told', 'said'],
    data.map(({ id, state, text, total, counts, publishedAt }) => {
      const of = (...states: string[]) => states.reduce((sum, one) => sum + (counts[one] ?? 0), 0)
      return [
        id,
        terminal.status(TONES[state], state),
        text,
        `${of('accepted')}${total === null ? '' : ` of ${total}`}`,
        String(of('queued', 'sending')),
        String(of('failed', 'expired', 'cancelled', 'superseded')),
        terminal.time(publishedAt),
      ]
    }),
  )
  for (const { id, state, reason } of data)
    if (state === 'held' || state === 'stopped') {
      terminal.line(`\n${id} is ${state}: ${reason}`)
      terminal.note(`Next: opsplane status release ${id}`)
    }
}
export default statusFanOuts
