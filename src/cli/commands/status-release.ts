import type { Action } from '../command.ts'

const statusRelease: Action = async ({ terminal, connection }, _options, fanOut = '') => {
  const { data } = await connection().call('status.release', { params: { fanOut }, body: {} })
  if (terminal.json) terminal.data(data)
  else terminal.line(terminal.status('ok', `${data.id} goes on`))
}
export default statusRelease
