import type { Action } from '../command.ts'

const changeList: Action = async ({ terminal, connection, workload }) => {
  const { data, next } = await connection().call('model.revisions', {
    query: { workload: await workload() },
  })
  if (terminal.json) {
    terminal.data(data, next)
    return
  }
  terminal.table(
    ['change', 'when', 'who', 'size', 'note'],
    data.map((one) => [
      `${one.workload}@${one.revision}`,
      terminal.time(one.appliedAt),
      one.appliedBy.replace('person:', ''),
      `${one.size.resources} resources, ${one.size.values} values`,
      one.undoOf ? `takes back ${one.undoOf}` : '',
    ]),
  )
}
export default changeList
