import type { Action } from '../command.ts'

const oncallEndOverride: Action = async (
  { terminal, connection, workload },
  _options,
  override = '',
) => {
  const { data } = await connection().call('oncall.end-override', {
    params: { override },
    body: { workload: await workload() },
  })
  if (terminal.json) terminal.data(data)
  else terminal.line(terminal.status('ok', `${override} is taken back`))
}
export default oncallEndOverride
