import type { Action } from '../command.ts'
import { AnswerIsNo } from '../exit.ts'

const ledgerVerify: Action = async ({ terminal, connection }) => {
  const { data } = await connection().call('ledger.verify')
  const { ok, checked, signatures, broken } = data
  if (terminal.json) terminal.data(data)
  else if (ok)
    terminal.line(
      terminal.status('ok', `${checked} facts in an unbroken chain, ${signatures} signed heads`),
    )
  else
    terminal.line(
      terminal.status(
        'crit',
        `fact ${broken!.position}${broken!.id ? ` (${broken!.id})` : ''}: ${broken!.why}`,
      ),
    )
  if (!ok) throw new AnswerIsNo()
}
export default ledgerVerify
