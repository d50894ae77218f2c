import { formatDuration } from '#base'
import type { Action } from '../command.ts'
import { printExtent } from './print-extent.ts'
import { rangeGiven } from './range-given.ts'

const traces: Action = async ({ terminal, connection }, options, query = '') => {
  const { limit, after } = options as Record<string, string | undefined>
  const { data, next } = await connection().call('traces.search', {
    query: {
      query,
      ...rangeGiven(options),
      ...(options.slowest ? { order: 'slowest' as const } : {}),
      ...(limit ? { limit: Number(limit) } : {}),
      ...(after ? { after } : {}),
    },
  })
  if (terminal.json) {
    terminal.data(data, next)
    return
  }
  if (data.traces.length === 0) terminal.note('No traces.')
  else
    terminal.table(
      ['trace', 'began', 'took', 'spans', 'failed', 'service', 'operation'],
      data.traces.map((trace) => [
        trace.traceId,
        terminal.time(new Date(trace.startMs).toISOString()),
        formatDuration(trace.durationMs),
        String(trace.spans),
        trace.errors > 0 ? terminal.status('warn', String(trace.errors)) : '0',
        trace.service,
        trace.name,
      ]),
    )
  if (next) terminal.note(`There are more: --after ${next}, or a larger --limit.`)
  printExtent(terminal, data)
}
export default traces
