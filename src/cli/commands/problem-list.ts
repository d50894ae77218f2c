import type { Action } from '../command.ts'
import { problemTone } from '../tones.ts'

const problemList: Action = async ({ terminal, connection, workload }) => {
  const { data } = await connection().call('problems.list', {
    query: { workload: await workload() },
  })
  if (terminal.json) {
    terminal.data(data)
    return
  }
  if (data.length === 0) {
    terminal.line(
      'No problem is known. What happens three times within two weeks is proposed as one.',
    )
    return
  }
  terminal.table(
    ['problem', 'state', 'title', 'owner', 'incidents', 'moved'],
    data.map(({ name, state, title, owner, incidents, movedAt }) => [
      name,
      terminal.status(problemTone(state), state),
      title,
      owner.replace(/^\w+:/, ''),
      String(incidents.length),
      terminal.time(movedAt),
    ]),
  )
}
export default problemList
