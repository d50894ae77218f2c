import type { Action } from '../command.ts'

const incidentCauses: Action = async (
  { terminal, connection, workload },
  _options,
  incident = '',
) => {
  const { data } = await connection().call('causes.show', {
    params: { incident },
    query: { workload: await workload() },
  })
  if (terminal.json) {
    terminal.data(data)
    return
  }
  const { confirmed } = data
  const evidence = data.resolved ?? data.declared
  if (confirmed) {
    terminal.line(terminal.status('ok', `Confirmed by ${confirmed.by}: ${confirmed.trigger}`))
    terminal.line(`Made possible by: ${confirmed.vulnerability}`)
    terminal.line(`Not caught because: ${confirmed.notCaught}`)
    terminal.line(`As large because: ${confirmed.reach}`)
    terminal.line()
  }
  if (!evidence) {
    terminal.line(`The evidence of ${data.incident} is being collected.`)
    return
  }
  if (evidence.suspects.length === 0) terminal.line('Nothing stands out as the cause.')
  for (const [i, { title, score, reasons }] of evidence.suspects.entries()) {
    terminal.line(`${i + 1}  ${terminal.bold(title)}  ${score.toFixed(2)}`)
    for (const reason of reasons) terminal.line(`   ${reason}`)
  }
  if (evidence.items.length > 0) terminal.line()
  for (const { at, kind, text } of evidence.items)
    terminal.line(`${at.slice(11, 19)}  ${kind}: ${text}`)
  for (const blind of evidence.blind)
    terminal.line(terminal.status('warn', `not looked at: ${blind}`))
  if (!confirmed) terminal.note(`\nNext: opsplane incident confirm ${data.incident} --trigger …`)
}
export default incidentCauses
