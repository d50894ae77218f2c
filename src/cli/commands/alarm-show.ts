import type { Action } from '../command.ts'
import { alarmTone } from '../tones.ts'

const textOf = (labels: Readonly<Record<string, string>>) =>
  Object.entries(labels)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ') || 'all of it'

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
  const now = course ? `, ${course.value ?? 'unknown'} ${course.unit}`.trimEnd() : ''
  terminal.line(`Looks at: ${course?.title ?? data.looksAt}${now}`)
  terminal.line(`Raised when: ${when} (${severity})`)
  if (protects.length > 0) terminal.line(`Protects: ${protects.join(', ')}`)
  terminal.line(`Owner: ${owner}`)
  terminal.line(`Procedure: ${procedure}`)
  if (data.error) terminal.line(terminal.status('warn', `cannot be evaluated: ${data.error}`))
  if (data.blind) terminal.line(terminal.status('warn', 'raised, and without data since'))
  if (data.stale) terminal.line(terminal.status('warn', 'raised by a source that is silent now'))
  if (data.paused) terminal.line(terminal.status('info', 'paused in the model: nobody looks'))
  if (data.flapping)
    terminal.line(
      terminal.status(
        'warn',
        `flapping since ${terminal.time(data.flapping.since)}, ${data.flapping.changes} changes`,
      ),
    )
  if (data.dropped > 0)
    terminal.line(terminal.status('warn', `${data.dropped} instances beyond its limit not watched`))
  if (data.flappings > 0) terminal.line(`Has flapped: ${data.flappings} times`)
  if (data.lateSamples > 0 && data.lateAt)
    terminal.line(`Late samples: ${data.lateSamples}, last ${terminal.time(data.lateAt)}`)
  for (const { kind, why, until } of data.suppressedBy)
    terminal.line(
      terminal.status('info', `nobody is told: ${kind}, ${why}${until ? `, until ${until}` : ''}`),
    )
  for (const { labels, addedLabels, annotations } of data.instances) {
    const { summary, description } = annotations
    const said = [summary, description].filter(Boolean).join(' ')
    if (said) terminal.line(`${textOf({ ...labels, ...addedLabels })}: ${said}`)
  }
  if (data.history.length > 0) terminal.line()
  for (const { at, type, value, words } of data.history) {
    const seen = words ?? (value === null ? '' : String(value))
    terminal.line(`${at.slice(0, 19)}  ${type}${seen && `  ${seen}`}`)
  }
  if (state === 'firing') terminal.note(`\nNext: opsplane run ${procedure}`)
}
export default alarmShow
