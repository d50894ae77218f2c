import type { Action } from '../command.ts'

const whoami: Action = async ({ terminal, connection }) => {
  const { data } = await connection().call('session.show')
  if (terminal.json) terminal.data(data)
  else terminal.line(`${data.person?.name ?? data.account}, ${data.role}`)
}
export default whoami
