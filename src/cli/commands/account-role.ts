import { CliError } from '../cli-error.ts'
import type { Action } from '../command.ts'

const ROLES = ['viewer', 'responder', 'operator', 'admin'] as const

const accountRole: Action = async ({ terminal, connection }, _options, name = '', given = '') => {
  const role = ROLES.find((one) => one === given)
  if (!role)
    throw new CliError({
      code: 'cli.unknown-role',
      kind: 'bad-input',
      message: `There is no role "${given}".`,
      hint: `One of ${ROLES.join(', ')}; each includes the ones before it.`,
    })
  const { data } = await connection().call('accounts.save', { body: { name, role } })
  if (terminal.json) terminal.data(data)
  else {
    terminal.line(terminal.status('ok', `${data.account} is ${data.role}`))
    terminal.note('Signs in once with:')
    terminal.line(data.url)
  }
}
export default accountRole
