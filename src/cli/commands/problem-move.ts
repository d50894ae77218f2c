import type { z } from 'zod'
import type { Contract } from '#api/client'
import type { Action } from '../command.ts'

type State = z.output<Contract['problems.show']['data']>['state']

const problemMove: Action = async (
  { terminal, connection, workload },
  options,
  problem = '',
  to = '',
) => {
  const said = (name: string) => (options[name] ? { [name]: String(options[name]) } : {})
  const { data } = await connection().call('problems.move', {
    params: { problem },
    body: {
      workload: await workload(),
      to: to as State,
      reason: String(options.reason ?? ''),
      ...said('cause'),
      ...said('workaround'),
      ...said('fixBy'),
      ...said('riskOwner'),
      ...said('acceptedUntil'),
    },
  })
  if (terminal.json) terminal.data(data)
  else terminal.line(terminal.status('ok', `${data.name} is ${data.state}`))
}
export default problemMove
