import { formatDuration } from '#base'
import type { Action, Context } from '../command.ts'
import { budgetLeft, lossWords, type OutcomeBudget, percent, reading } from '../outcome-words.ts'
import { alarmTone, HEALTH_WORDS, priorityTone } from '../tones.ts'

const outcomeShow: Action = async ({ terminal, connection, workload }, _options, outcome = '') => {
  const { data } = await connection().call('outcomes.show', {
    params: { outcome: outcome.replace(/^outcome:/, '') },
    query: { workload: await workload() },
  })
  if (terminal.json) {
    terminal.data(data)
    return
  }
  const { title, status, value, unit, target, reason, missedSince, loss, customers, causes } = data
  terminal.line(
    `${terminal.status(status, HEALTH_WORDS[status])}  ${terminal.bold(title)}: ${reading(value, unit)}, target ${target.op} ${reading(target.value, unit)}${reason ? `; ${reason}` : ''}`,
  )
  if (missedSince) terminal.line(`Missed since ${terminal.time(missedSince)}`)
  if (loss) terminal.line(`Loss: ${lossWords(loss)}`)
  if (missedSince && customers) terminal.line(`It hurts ${customers}`)
  for (const cause of causes) terminal.line(`Because of ${cause.title}: ${cause.reason}`)
  terminal.line(`Owner: ${data.owner}`)
  if (data.objective) budget(terminal, data.objective)
  else terminal.line('Objective: none, so nobody says how often it may be missed')
  terminal.line()
  table(
    ['rests on', 'state', 'why'],
    data.components.map((one) => [
      one.title,
      terminal.status(one.status, HEALTH_WORDS[one.status]),
      one.reasons[0] ?? '',
    ]),
  )
  table(
    ['protected by', 'state'],
    data.alarms.map((one) => [
      one.name,
      terminal.status(alarmTone(one.state, one.severity), one.state),
    ]),
  )
  table(
    ['journey', 'state'],
    data.journeys.map((one) => [one.name, one.state]),
  )
  for (const { name, priority, title: words, occurredAt } of data.incidents)
    terminal.line(
      `${terminal.status(priorityTone(priority), priority)}  ${name}  ${words}  ${terminal.time(occurredAt)}`,
    )

  function table(head: readonly string[], rows: readonly (readonly string[])[]): void {
    if (rows.length === 0) return
    terminal.table(head, rows)
    terminal.line()
  }
}

function budget(terminal: Context['terminal'], objective: OutcomeBudget): void {
  const { target, windowMs, basis, attained, bad, allowed, unknownMs, missing } = objective
  const what = basis === 'events' ? 'events' : 'slices of time'
  terminal.line(
    `Objective: ${target * 100} % of ${what} in ${formatDuration(windowMs)}; attained ${attained === null ? 'unknown' : `${Math.floor(attained * 100_000) / 1_000} %`}`,
  )
  terminal.line(
    `Budget: ${terminal.status(objective.status, budgetLeft(objective))} left; ${objective.reason}`,
  )
  if (allowed !== null)
    terminal.line(
      `  ${Number(bad.toPrecision(4))} bad of ${Number(allowed.toPrecision(4))} that the whole window allows`,
    )
  if (unknownMs >= 60_000)
    terminal.line(
      `  ${formatDuration(unknownMs)} were not measured and count as ${missing}${objective.leftAtWorst === null ? '' : `; if all of it was bad, ${percent(objective.leftAtWorst)} are left`}`,
    )
  for (const { overMs, rate, consumed } of objective.burn)
    terminal.line(
      `  last ${formatDuration(overMs).padEnd(6)} ${rate === null ? 'unknown' : `${Number(rate.toPrecision(3))}× as fast as allowed, took ${percent(consumed ?? 0)}`}`,
    )
  if (objective.exhaustedAt)
    terminal.line(
      `  at the rate of the last hour it is gone at ${terminal.time(objective.exhaustedAt)}`,
    )
}
export default outcomeShow
