import { durationMs } from '#base'
import type { Action } from '../command.ts'

const oncallOverride: Action = async (
  { terminal, connection, workload },
  options,
  rotation = '',
  person = '',
) => {
  const from = options.from ? new Date(String(options.from)) : new Date()
  const to = options.to
    ? new Date(String(options.to))
    : new Date(from.getTime() + durationMs(String(options.for ?? '8h')))
  const { data } = await connection().call('oncall.override', {
    body: {
      workload: await workload(),
      rotation: rotation.includes(':') ? rotation : `rotation:${rotation}`,
      person: person.includes(':') ? person : `person:${person}`,
      from: from.toISOString(),
      to: to.toISOString(),
      reason: String(options.reason ?? ''),
    },
  })
  if (terminal.json) terminal.data(data)
  else {
    terminal.line(
      terminal.status('ok', `${person} takes over until ${to.toISOString().slice(0, 16)}Z`),
    )
    terminal.note(`Next: opsplane oncall end-override ${data.id}`)
  }
}
export default oncallOverride
