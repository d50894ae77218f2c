import type { Action } from '../command.ts'

const incidentAsk: Action = async (
  { terminal, connection, workload },
  options,
  incident = '',
  question = '',
) => {
  const { data } = await connection().call('response.ask', {
    params: { incident },
    body: {
      workload: await workload(),
      question,
      options: String(options.options ?? '')
        .split(',')
        .filter(Boolean),
      ...(options.risk ? { risk: String(options.risk) } : {}),
      ...(options.of ? { askedOf: String(options.of) } : {}),
    },
  })
  if (terminal.json) terminal.data(data)
  else terminal.line(terminal.status('ok', `asked on ${incident}`))
}
export default incidentAsk
