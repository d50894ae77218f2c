import type { Action } from '../command.ts'
import { AnswerIsNo } from '../exit.ts'

const statusUnsubscribe: Action = async (
  { terminal, connection, workload },
  _options,
  page = '',
  address = '',
) => {
  const { data } = await connection().call('status.unsubscribe', {
    params: { page },
    body: { workload: await workload(), address },
  })
  if (terminal.json) terminal.data(data)
  else if (data.found) terminal.line(terminal.status('ok', 'taken out, and the address is erased'))
  else terminal.line(`Nobody follows ${page} with this address.`)
  if (!data.found) throw new AnswerIsNo()
}
export default statusUnsubscribe
