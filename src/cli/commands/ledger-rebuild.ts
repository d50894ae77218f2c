import type { Action } from '../command.ts'
import { AnswerIsNo } from '../exit.ts'

const ledgerRebuild: Action = async ({ terminal, connection }) => {
  const { data } = await connection().call('ledger.rebuild', { body: {} })
  if (terminal.json) terminal.data(data)
  else
    terminal.line(
      data.same
        ? terminal.status('ok', `${data.facts} facts folded, every row is the same`)
        : terminal.status(
            'warn',
            `${data.facts} facts folded, rows were different before in ${data.differing.join(', ')}`,
          ),
    )
  if (!data.same) throw new AnswerIsNo()
}
export default ledgerRebuild
