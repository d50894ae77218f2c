import type { Action } from '../command.ts'
import { alarmTone } from '../tones.ts'

const alarmShow: Action = async ({ terminal, connection, workload }, _options, alarm = '') => {
  const { data } = await connection().call('alarms.show', {
    params: { alarm },
    query: { workload: await workload() },
  })
  if (terminal.json) {
    terminal.data(data)
    return
  }
  const { title, state, severity, since, course, when, protects, owner } = data
  const procedure = data.procedure.replace('procedure:', '')
  terminal.line(
    `${terminal.status(alarmTone(state, severity), state)}  ${terminal.bold(title)}${since ? `, since ${terminal.time(since)}` : ''}`,
  )
  terminal.line(`Signal: ${course.title}, ${course.value ?? 'unknown'} ${course.unit}`.trimEnd())
  terminal.line(`Raised when: ${when} (${severity})`)
  if (protects.length > 0) terminal.line(`Protects: ${protects.join(', ')}`)
  terminal.line(`Owner: ${owner}`)
  terminal.line(`Procedure: ${procedure}`)
  if (data.error) terminal.line(terminal.status('warn', `cannot be evaluated: ${data.error}`))
  if (data.blind) terminal.line(terminal.status('warn', 'raised, and without data since'))
  for (const { kind, why, until } of data.suppressedBy)
    terminal.line(
      terminal.status('info', `nobody is told: ${kind}, ${why}${until ? `, until ${until}` : ''}`),
    )
  if (data.history.length > 0) terminal.line()
  for (const { at, type, value } of data.history)
    terminal.line(`${at.slice(0, 19)}  ${type}${value === null ? '' : `  ${value}`}`)
  if (state === 'firing') terminal.note(`\nNext: opsplane run ${procedure}`)
}
export default alarmShow
