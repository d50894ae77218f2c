import { CliError } from '../cli-error.ts'
import type { Action } from '../command.ts'
import { momentLine, printDrill } from './print-drill.ts'

/** Takes an experiment, whose last drill it is then, or a drill: DRILL-7. */
const drillReport: Action = async (
  { terminal, connection, workload: workloadOf },
  _options,
  name = '',
) => {
  const { call } = connection()
  const query = { workload: await workloadOf() }
  const drill = /^(?:drill-\d+|drl_\w+)$/i.test(name) ? name : await lastOf(name)
  const { data } = await call('drill-runs.show', { params: { drill }, query })
  if (terminal.json) {
    terminal.data(data)
    return
  }
  printDrill(terminal, data)
  if (data.timeline.length > 0) terminal.line()
  for (const moment of data.timeline) terminal.line(momentLine(terminal, moment))
  if (data.incident) terminal.note(`\nNext: opsplane incident show ${data.incident}`)

  async function lastOf(experiment: string): Promise<string> {
    const { data } = await call('drills.show', { params: { experiment }, query })
    if (data.last) return data.last.id
    throw new CliError({
      code: 'cli.drill-never-run',
      kind: 'not-found',
      message: `${experiment} has never been run.`,
      hint: `opsplane drill run ${experiment} --wait`,
    })
  }
}
export default drillReport
