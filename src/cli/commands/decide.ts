import type { Action } from '../command.ts'
import { runTone } from '../tones.ts'

const decide: Action = async ({ terminal, connection }, options, run = '', choice = '') => {
  const { step, reason, input } = options as Record<string, string | undefined>
  const { data } = await connection().call('runs.answer', {
    params: { run },
    body: { choice, reason: reason ?? null, input: input ?? null, ...(step ? { step } : {}) },
  })
  if (terminal.json) terminal.data(data)
  else
    terminal.line(
      `${terminal.status(runTone(data.state), data.state)}  ${data.title}: "${choice}" is on record`,
    )
  terminal.note(`Next: opsplane wait ${run}`)
}
export default decide
