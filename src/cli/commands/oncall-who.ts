import type { Action } from '../command.ts'

const oncallWho: Action = async ({ terminal, connection, workload }) => {
  const { data } = await connection().call('oncall.show', { query: { workload: await workload() } })
  if (terminal.json) terminal.data(data)
  else
    terminal.table(
      ['rotation', 'now', 'until', 'next'],
      data.rotations.map(({ title, now, next }) => [
        title,
        now?.name ?? 'nobody',
        now?.until.slice(0, 16) ?? '',
        next?.name ?? '',
      ]),
    )
}
export default oncallWho
