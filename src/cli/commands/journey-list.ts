import { formatDuration } from '#base'
import type { Action } from '../command.ts'
import { journeyTone, journeyWord } from '../tones.ts'

const journeyList: Action = async ({ terminal, connection, workload }) => {
  const { data, next } = await connection().call('journeys.list', {
    query: { workload: await workload() },
  })
  if (terminal.json) terminal.data(data, next)
  else if (data.length === 0) terminal.line('No journeys in the model.')
  else
    terminal.table(
      ['journey', 'state', 'took', 'last day', 'every', 'title'],
      data.map(({ name, state, reason, durationMs, availability, everyMs, title }) => [
        name,
        terminal.status(journeyTone(state), journeyWord(state, reason)),
        durationMs === null ? '' : `${Math.round(durationMs)} ms`,
        availability === null ? '' : `${(100 * availability).toFixed(1)} %`,
        formatDuration(everyMs),
        title,
      ]),
    )
}
export default journeyList
