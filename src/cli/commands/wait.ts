import { CliError } from '../cli-error.ts'
import type { Action } from '../command.ts'
import { AnswerIsNo } from '../exit.ts'
import { watch } from '../watch.ts'
import { type Seen, waitTarget } from './wait-target.ts'

const LIMIT = '10m'

const wait: Action = async (
  { terminal, connection, workload, options: { timeout = LIMIT } },
  options,
  thing = '',
) => {
  const target = waitTarget(thing, connection(), workload)
  const state = typeof options.for === 'string' ? options.for : target.fallback
  if (!target.states.includes(state))
    throw new CliError({
      code: 'cli.no-such-state',
      kind: 'bad-input',
      message: `${thing} has no state "${state}".`,
      hint: `One of ${target.states.join(', ')}.`,
    })
  let last: Seen | undefined
  for await (const seen of watch(target.look, timeout)) {
    last = seen
    if (seen.states.includes(state) || seen.over) break
  }
  const states = last?.states ?? []
  const reached = states.includes(state)
  if (terminal.json) terminal.data(last?.data)
  else
    terminal.line(
      terminal.status(reached ? 'ok' : 'warn', `${thing} is ${states.join(', ')}`) +
        (reached ? '' : last?.over ? '' : `; it was not ${state} within ${timeout}`),
    )
  if (!reached) throw new AnswerIsNo()
}
export default wait
