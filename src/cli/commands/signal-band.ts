import type { Action } from '../command.ts'
import { reading } from '../outcome-words.ts'

const TONES = {
  expected: ['ok', 'as expected'],
  improvement: ['info', 'better than usual'],
  degradation: ['warn', 'worse than usual'],
  unusual: ['warn', 'unusual'],
} as const

const signalBand: Action = async ({ terminal, connection, workload }, options, signal = '') => {
  const from = typeof options.from === 'string' ? options.from : undefined
  const { data } = await connection().call('signals.band', {
    params: { signal: signal.replace(/^signal:/, '') },
    query: { workload: await workload(), ...(from ? { from } : {}) },
  })
  if (terminal.json) {
    terminal.data(data)
    return
  }
  const { learning, direction, sentence, alarm, others, points, unit, departures } = data
  const [tone, word] = learning
    ? (['unk', 'still learning'] as const)
    : direction
      ? TONES[direction]
      : (['unk', 'no data'] as const)
  terminal.line(`${terminal.status(tone, word)}  ${terminal.bold(data.signal)}`)
  terminal.line(sentence)
  const newest = points.findLast(({ low }) => low !== null)
  if (newest)
    terminal.line(
      `Usual at ${terminal.time(new Date(newest.timeMs).toISOString())}: ${reading(newest.low, '')} to ${reading(newest.high, unit)}, most likely ${reading(newest.expected, unit)}`,
    )
  terminal.line(`Alarm: ${alarm ?? 'none looks at its baseline'}`)
  if (others > 0) terminal.line(`Series besides this one: ${others}`)
  if (departures.length > 0) terminal.line()
  for (const { from: began, until, words } of departures)
    terminal.line(
      `${began.slice(0, 19)}  ${until ? `until ${until.slice(11, 19)}` : 'still        '}  ${words}`,
    )
}
export default signalBand
