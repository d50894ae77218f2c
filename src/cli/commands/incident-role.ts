import type { z } from 'zod'
import type { Contract } from '#api/client'
import type { Action } from '../command.ts'

type Role = z.output<Contract['response.show']['data']>['roles'][number]['role']

const incidentRole: Action = async (
  { terminal, connection, workload },
  options,
  incident = '',
  role = '',
) => {
  const { data } = await connection().call('response.role', {
    params: { incident },
    body: {
      workload: await workload(),
      role: role as Role,
      ...(options.person ? { person: String(options.person) } : {}),
      ...(options.note ? { note: String(options.note) } : {}),
    },
  })
  if (terminal.json) terminal.data(data)
  else
    terminal.line(
      terminal.status('ok', `${data.roles.find((one) => one.role === role)?.person} is ${role}`),
    )
}
export default incidentRole
