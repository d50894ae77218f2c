import type { Action, Context } from '../command.ts'
import { AnswerIsNo } from '../exit.ts'
import { budgetLeft, lossWords, reading } from '../outcome-words.ts'
import { HEALTH_WORDS, priorityTone } from '../tones.ts'

/** The order of the console: outcomes first, then what delivers them, then operations themselves. */
const status: Action = async ({ terminal, connection, workload }) => {
  const { data } = await connection().call('overview.show', {
    query: { workload: await workload() },
  })
  if (terminal.json) terminal.data(data)
  else {
    const { table, health } = printer(terminal)
    terminal.line(`${health(data.status)}  ${terminal.bold(data.title)}: ${data.sentence}\n`)
    table(
      ['outcome', 'state', 'value', 'target', 'budget left', 'for', 'why'],
      data.outcomes.map((outcome) => [
        outcome.title,
        health(outcome.status),
        reading(outcome.value, outcome.unit),
        `${outcome.target.op} ${reading(outcome.target.value, outcome.unit)}`,
        budgetLeft(outcome.objective),
        outcome.kind,
        outcome.reason ?? '',
      ]),
    )
    for (const { title, met, loss, causes, missedSince, customers } of data.outcomes) {
      if (met !== false) continue
      const costs = loss ? lossWords(loss) : undefined
      const facts = [
        missedSince && `since ${terminal.time(missedSince)}`,
        customers && `for ${customers}`,
        costs,
      ].filter(Boolean)
      terminal.line(`${terminal.bold(title)} is missed ${facts.join('; ')}`)
      for (const { title: component, reason, since } of causes)
        terminal.line(`  ${component}: ${reason}${since ? `, since ${terminal.time(since)}` : ''}`)
      terminal.line()
    }
    table(
      ['component', 'state', 'layer', 'why'],
      data.components.map(({ title, status, layer, reasons }) => [
        title,
        health(status),
        layer,
        reasons[0] ?? '',
      ]),
    )
    table(
      ['operations', 'state', ''],
      data.operations.map(({ title, status, word, sentence }) => [
        title,
        terminal.status(status, word),
        sentence,
      ]),
    )
    for (const { name, priority, title } of data.incidents)
      terminal.line(`${terminal.status(priorityTone(priority), priority)}  ${name}  ${title}`)
    const [first] = data.incidents
    if (first) terminal.note(`Next: opsplane incident show ${first.name}`)
  }
  if (data.outcomes.some(({ met }) => met === false)) throw new AnswerIsNo()
}

function printer(terminal: Context['terminal']) {
  return {
    health: (tone: keyof typeof HEALTH_WORDS) => terminal.status(tone, HEALTH_WORDS[tone]),
    table(head: readonly string[], rows: readonly (readonly string[])[]) {
      if (rows.length === 0) return
      terminal.table(head, rows)
      terminal.line()
    },
  }
}

export default status
