import type { Action } from '../command.ts'
import { AnswerIsNo } from '../exit.ts'
import { journeyTone, journeyWord } from '../tones.ts'

/** Exit 3 when it fails: the answer is no. One that cannot be walked here is no failure. */
const journeyRun: Action = async (
  { terminal, connection, workload: workloadOf },
  _options,
  journey = '',
) => {
  const workload = await workloadOf()
  const { data } = await connection().call('journeys.run', {
    params: { journey },
    body: { workload },
  })
  if (terminal.json) terminal.data(data)
  else {
    const state = data.result === 'failed' ? 'failing' : data.result
    if (data.steps.length > 0)
      terminal.table(
        ['step', 'took'],
        data.steps.map(({ name, durationMs }) => [name, `${Math.round(durationMs)} ms`]),
      )
    terminal.line(terminal.status(journeyTone(state), journeyWord(state, data.reason)))
    if (data.failure) {
      const { step, expected, found } = data.failure
      terminal.line(`${step}: expected ${expected}, found ${found}`)
    }
  }
  if (data.result === 'failed') throw new AnswerIsNo()
}
export default journeyRun
