import { formatDuration } from '#base'
import type { Action } from '../command.ts'

const escalationList: Action = async ({ terminal, connection, workload }) => {
  const { data } = await connection().call('escalations.list', {
    query: { workload: await workload() },
  })
  if (terminal.json) {
    terminal.data(data)
    return
  }
  const { paths, calling, audit } = data
  if (paths.length === 0) terminal.line('The model declares no escalation: owners are called.')
  for (const { name, steps, triggers, fallback, zone, alarms } of paths) {
    terminal.line(`${terminal.bold(name)}  ${alarms.length} alarms, times in ${zone}`)
    for (const [i, { name: step, afterMs, notify, ackBy, when }] of steps.entries()) {
      const all = ackBy === 'all' ? ', all of them have to acknowledge' : ''
      const only = when === null ? '' : `, only if ${when}`
      const after = afterMs === 0 ? 'at once' : `after ${formatDuration(afterMs)}`
      terminal.line(`  ${i + 1}  ${step ?? ''} ${after}: ${notify.join(', ')}${all}${only}`)
    }
    for (const { on, condition, step } of triggers)
      terminal.line(`  sooner: ${on} ${condition}, ${step ?? 'the next step'}`)
    terminal.line(`  nobody on call: ${fallback}`)
  }
  for (const { incident, title, priority, state, step, steps, nextAt, by, until } of calling) {
    const who = by === null ? '' : ` by ${by}`
    const next = until ?? nextAt
    terminal.line(
      `${incident}  ${priority}  ${state}${who}, step ${step} of ${steps}${next ? `, next ${next.slice(11, 19)} UTC` : ''}  ${title}`,
    )
  }
  if (audit.overdue > 0)
    terminal.line(terminal.status('crit', `${audit.overdue} calls for help are overdue`))
}
export default escalationList
