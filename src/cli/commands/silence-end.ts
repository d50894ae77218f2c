import type { Action } from '../command.ts'

/** Also `maintenance end`. */
const silenceEnd: Action = async ({ terminal, connection, workload }, options, silence = '') => {
  const reason = options.reason === undefined ? {} : { reason: String(options.reason) }
  const { data } = await connection().call('silences.end', {
    params: { silence },
    body: { workload: await workload(), ...reason },
  })
  if (terminal.json) terminal.data(data)
  else
    terminal.line(terminal.status('ok', `${data.id} has ended; what is still raised is told now`))
}
export default silenceEnd
