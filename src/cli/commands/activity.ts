import type { Action } from '../command.ts'
import { printExtent } from './print-extent.ts'
import { rangeGiven } from './range-given.ts'

const TONE = { ok: 'ok', denied: 'warn', error: 'crit' } as const

const activity: Action = async ({ terminal, connection }, options, text = '') => {
  const { actor, action, target, address, outcome, limit, after } = options as Record<
    string,
    string | undefined
  >
  const named = Object.entries({ actor, action, target, address, after, outcome })
  const { data, next } = await connection().call('activity.list', {
    query: {
      ...rangeGiven(options),
      ...(text ? { text } : {}),
      ...Object.fromEntries(named.filter(([, value]) => value)),
      ...(limit ? { limit: Number(limit) } : {}),
    },
  })
  if (terminal.json) {
    terminal.data(data, next)
    return
  }
  if (data.activities.length === 0) terminal.note('No activity.')
  else
    terminal.table(
      ['when', 'who', 'what', 'to what', 'from', 'outcome'],
      data.activities.map((one) => [
        terminal.time(new Date(one.timeMs).toISOString()),
        one.actor,
        `${one.source} ${one.action}`,
        one.target,
        one.address,
        terminal.status(TONE[one.outcome], one.reason || one.outcome),
      ]),
    )
  if (next) terminal.note(`There are more: --after ${next}, or a larger --limit.`)
  printExtent(terminal, data)
}
export default activity
