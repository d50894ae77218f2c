import type { Action } from '../command.ts'
import { alarmTone } from '../tones.ts'

const alarmList: Action = async ({ terminal, connection, workload }) => {
  const { data, next } = await connection().call('alarms.list', {
    query: { workload: await workload() },
  })
  if (terminal.json) terminal.data(data, next)
  else if (data.length === 0) terminal.line('No alarms.')
  else
    terminal.table(
      ['alarm', 'state', 'since', 'when', 'owner', 'procedure'],
      data.map(
        ({
          name,
          state,
          severity,
          since,
          looksAt,
          when,
          owner,
          procedure,
          error,
          flapping,
          paused,
          suppressedBy,
        }) => [
          name,
          error
            ? terminal.status('warn', 'cannot be judged')
            : paused
              ? terminal.status('unk', 'paused')
              : flapping
                ? terminal.status('warn', 'flapping')
                : `${alarmState(state, severity)}${suppressedBy[0] ? ` (quiet: ${suppressedBy[0].kind})` : ''}`,
          since ? terminal.time(since) : '',
          `${looksAt} ${when}`,
          owner.replace('team:', ''),
          procedure.replace('procedure:', ''),
        ],
      ),
    )

  function alarmState(state: string, severity: string): string {
    return terminal.status(alarmTone(state, severity), state === 'nodata' ? 'no data' : state)
  }
}
export default alarmList
