import { formatDuration } from '#base'
import type { Action } from '../command.ts'

const WORDS = {
  'never-fired': 'never fired',
  noisy: 'noisy',
  'without-action': 'fired without action',
  flapping: 'flapping',
  duplicate: 'duplicate',
  unseeing: 'often without data',
} as const

const alarmQuality: Action = async ({ terminal, connection, workload }, options) => {
  const { data } = await connection().call('alarm-quality.show', {
    query: { workload: await workload(), from: String(options.from ?? '30d') },
  })
  if (terminal.json) {
    terminal.data(data)
    return
  }
  terminal.table(
    ['alarm', 'fired', 'led to action', 'acknowledged in', 'findings', 'note'],
    data.alarms.map((one) => [
      one.alarm,
      String(one.fired),
      one.precision === null ? '' : `${one.acted} of ${one.acted + one.unacted}`,
      one.meanToAcknowledgeMs === null
        ? ''
        : `${formatDuration(Math.round(one.meanToAcknowledgeMs / 1_000) * 1_000)} (n ${one.acknowledged})`,
      one.findings
        .map((finding) =>
          finding === 'duplicate' ? `duplicate of ${one.duplicateOf!.alarm}` : WORDS[finding],
        )
        .join(', '),
      one.note ?? '',
    ]),
  )
}
export default alarmQuality
