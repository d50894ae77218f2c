import type { Action } from '../command.ts'
import { AnswerIsNo } from '../exit.ts'
import { budgetLeft, reading } from '../outcome-words.ts'
import { HEALTH_WORDS } from '../tones.ts'

const outcomeList: Action = async ({ terminal, connection, workload }) => {
  const { data, next } = await connection().call('outcomes.list', {
    query: { workload: await workload() },
  })
  if (terminal.json) terminal.data(data, next)
  else if (data.length === 0) terminal.line('No outcome is declared.')
  else
    terminal.table(
      ['outcome', 'state', 'value', 'target', 'objective', 'budget left', 'burns', 'owner'],
      data.map(({ ref, status, value, unit, target, objective, owner }) => [
        ref.replace('outcome:', ''),
        terminal.status(status, HEALTH_WORDS[status]),
        reading(value, unit),
        `${target.op} ${reading(target.value, unit)}`,
        objective ? `${objective.target * 100} %` : '',
        budgetLeft(objective),
        rateWords(objective?.burn[0]?.rate),
        owner,
      ]),
    )
  if (data.some(({ met }) => met === false)) throw new AnswerIsNo()
}

function rateWords(rate: number | null | undefined): string {
  if (rate === undefined) return ''
  return rate === null ? 'unknown' : `${Number(rate.toPrecision(2))}×`
}
export default outcomeList
