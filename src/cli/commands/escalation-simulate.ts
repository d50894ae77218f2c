import type { Action } from '../command.ts'

const escalationSimulate: Action = async ({ terminal, connection, workload }, options, alarm) => {
  const { data } = await connection().call('escalations.simulate', {
    query: {
      workload: await workload(),
      ...(alarm ? { alarm } : {}),
      ...(options.escalation ? { escalation: String(options.escalation) } : {}),
      ...(options.at ? { at: new Date(String(options.at)).toISOString() } : {}),
      ...(options.priority ? { priority: String(options.priority) as 'P1' } : {}),
    },
  })
  if (terminal.json) {
    terminal.data(data)
    return
  }
  const { path, at, priority, calls } = data
  terminal.line(
    `If a ${priority} began at ${at.slice(0, 16)}Z and nobody answered (${path ?? 'the owner alone'}):`,
  )
  for (const { at: when, steps, recipients, gaps, leftOut, awaits } of calls) {
    const what = steps.length === 0 ? 'nobody has answered' : `step ${steps.join(' and ')}`
    terminal.line(`${when.slice(0, 19)}Z  ${what}`)
    for (const { name, why } of recipients) terminal.line(`  ${terminal.bold(name)}: ${why}`)
    for (const gap of gaps) terminal.line(terminal.status('warn', `nobody stands behind ${gap}`))
    for (const { step, why } of leftOut) terminal.line(`  step ${step} is left out: ${why}`)
    if (awaits.length > 0) terminal.line(`  all of ${awaits.join(', ')} have to acknowledge`)
    if (recipients.length === 0) terminal.line(terminal.status('crit', 'nobody would be called'))
  }
}
export default escalationSimulate
