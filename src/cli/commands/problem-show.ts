import type { Action } from '../command.ts'
import { problemTone } from '../tones.ts'

const problemShow: Action = async ({ terminal, connection, workload }, _options, problem = '') => {
  const { data } = await connection().call('problems.show', {
    params: { problem },
    query: { workload: await workload() },
  })
  if (terminal.json) {
    terminal.data(data)
    return
  }
  terminal.line(
    `${terminal.status(problemTone(data.state), data.state)}  ${terminal.bold(data.title)}`,
  )
  terminal.line(`${data.name}, owned by ${data.owner}, since ${terminal.time(data.openedAt)}`)
  terminal.line(data.reason)
  if (data.cause) terminal.line(`Cause: ${data.cause}`)
  if (data.workaround) terminal.line(`What helps meanwhile: ${data.workaround}`)
  if (data.fixBy) terminal.line(`Fixed by: ${terminal.time(data.fixBy)}`)
  if (data.riskOwner && data.acceptedUntil)
    terminal.line(`${data.riskOwner} accepts it until ${terminal.time(data.acceptedUntil)}`)
  terminal.line()
  for (const { at, from, to, reason, by } of data.moves)
    terminal.line(`${terminal.time(at)}  ${from} → ${to}, ${by}: ${reason}`)
  for (const { name, title, openedAt } of data.incidents)
    terminal.line(`${terminal.time(openedAt)}  ${name}  ${title}`)
}
export default problemShow
