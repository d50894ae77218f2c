import type { Action } from '../command.ts'
import { AnswerIsNo, HasFailed } from '../exit.ts'
import { watch } from '../watch.ts'
import { momentLine, printDrill } from './print-drill.ts'

/** With --wait: the timeline as it grows on standard error, the result on standard output. */
const drillRun: Action = async (
  { terminal, connection, workload: workloadOf, options: { timeout } },
  options,
  experiment = '',
) => {
  const { call, url } = connection()
  const workload = await workloadOf()
  const { data: begun } = await call('drills.run', { params: { experiment }, body: { workload } })
  if (!options.wait) {
    if (terminal.json) terminal.data(begun)
    else terminal.line(`${terminal.status('run', begun.name)} has begun: ${begun.title}`)
    terminal.note(`Next: opsplane wait ${begun.name}   opsplane drill report ${experiment}`)
    return
  }
  terminal.note(`${begun.name} ${begun.title}\n${url}/w/${workload}/drills/${experiment}\n`)
  const look = async () =>
    (await call('drill-runs.show', { params: { drill: begun.id }, query: { workload } })).data
  let shown = 0
  for await (const drill of watch(look, timeout)) {
    for (const moment of drill.timeline)
      if (moment.position > shown) {
        terminal.note(momentLine(terminal, moment))
        shown = moment.position
      }
    if (drill.outcome === null) continue
    if (terminal.json) terminal.data(drill)
    else {
      terminal.note('')
      printDrill(terminal, drill)
    }
    if (drill.outcome === 'passed') return
    throw drill.outcome === 'failed' ? new AnswerIsNo() : new HasFailed()
  }
  terminal.note(`${begun.name} goes on. Next: opsplane wait ${begun.name}`)
  throw new HasFailed()
}
export default drillRun
