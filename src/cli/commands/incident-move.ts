import type { z } from 'zod'
import type { Contract } from '#api/client'
import type { Action } from '../command.ts'

type Phase = z.output<Contract['response.show']['data']>['phase']

const incidentMove: Action = async (
  { terminal, connection, workload },
  options,
  incident = '',
  phase = '',
) => {
  const { data } = await connection().call('response.move', {
    params: { incident },
    body: {
      workload: await workload(),
      to: phase as Phase,
      reason: String(options.reason ?? ''),
    },
  })
  if (terminal.json) terminal.data(data)
  else terminal.line(terminal.status('ok', `${incident} is ${data.phase}`))
}
export default incidentMove
