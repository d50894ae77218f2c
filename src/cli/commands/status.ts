import type { Action, Context } from '../command.ts'
import { AnswerIsNo } from '../exit.ts'
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
      ['outcome', 'state', 'value', 'target', 'for', 'why'],
      data.outcomes.map(({ title, status, value, unit, target, kind, reason }) => [
        title,
        health(status),
        reading(value, unit),
        `${target.op} ${reading(target.value, unit)}`,
        kind,
        reason ?? '',
      ]),
    )
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

function reading(value: number | null, unit: string): string {
  if (value === null) return 'unknown'
  const rounded = Number(value.toPrecision(4))
  return unit === '%' ? `${rounded} %` : `${rounded} ${unit}`.trimEnd()
}
export default status
