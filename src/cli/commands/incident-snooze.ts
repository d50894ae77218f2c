import { durationMs } from '#base'
import type { Action } from '../command.ts'

const incidentSnooze: Action = async (
  { terminal, connection, workload },
  options,
  incident = '',
) => {
  const until = new Date(Date.now() + durationMs(String(options.for ?? '30m'))).toISOString()
  const { data } = await connection().call('incidents.snooze', {
    params: { incident },
    body: { workload: await workload(), until, reason: String(options.reason ?? '') },
  })
  if (terminal.json) terminal.data(data)
  else
    terminal.line(
      terminal.status('ok', `nobody is called for ${data.name} until ${until.slice(0, 16)} UTC`),
    )
}
export default incidentSnooze
