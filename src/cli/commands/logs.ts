import type { Action } from '../command.ts'
import { levelTone } from '../tones.ts'
import { followLogs } from './follow-logs.ts'
import { printExtent } from './print-extent.ts'
import { printLog } from './print-log.ts'
import { rangeGiven } from './range-given.ts'

const logs: Action = async ({ terminal, connection }, options, query = '') => {
  const { limit, after, follow } = options as Record<string, string | undefined>
  const { call } = connection()
  if (options.templates) {
    const { data } = await call('logs.templates', { query: { query, ...rangeGiven(options) } })
    if (terminal.json) {
      terminal.data(data)
      return
    }
    if (data.templates.length === 0) terminal.note('No lines.')
    else
      terminal.table(
        ['lines', 'level', 'service', 'template'],
        data.templates.map(({ total, level, service, text, isNew }) => [
          String(total),
          terminal.status(levelTone(level), level),
          service,
          isNew ? `${text}  (new)` : text,
        ]),
      )
    printExtent(terminal, data)
    return
  }
  const { data, next } = await call('logs.search', {
    query: {
      query,
      ...rangeGiven(options),
      ...(limit ? { limit: Number(limit) } : {}),
      ...(after ? { after } : {}),
    },
  })
  if (terminal.json && !follow) {
    terminal.data(data, next)
    return
  }
  for (const log of [...data.logs].reverse()) printLog(terminal, log)
  if (follow) await followLogs(terminal, connection(), query)
  else {
    if (data.logs.length === 0) terminal.note('No lines.')
    if (next) terminal.note(`There are older ones: --after ${next}, or a larger --limit.`)
    printExtent(terminal, data)
  }
}
export default logs
