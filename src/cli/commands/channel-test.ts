import type { Action } from '../command.ts'
import { AnswerIsNo } from '../exit.ts'
import { watch } from '../watch.ts'

const LIMIT = '1m'

const channelTest: Action = async (
  { terminal, connection, workload, options: { timeout = LIMIT } },
  _options,
  given = '',
) => {
  const recipient = given.includes(':') ? given : `channel:${given}`
  const { call } = connection()
  const of = { workload: await workload() }
  const { data: asked } = await call('notifications.test', { body: { ...of, recipient } })
  const look = async () =>
    (await call('notifications.list', { query: { ...of, topic: asked.topic } })).data
  let seen: Awaited<ReturnType<typeof look>> = []
  for await (seen of watch(look, timeout)) {
    const isOver = seen.every(({ state }) => state !== 'queued' && state !== 'sending')
    if (seen.length === asked.ways.length && isOver) break
  }
  if (terminal.json) terminal.data(seen)
  else
    for (const { channel, address, state, reason } of seen)
      terminal.line(
        terminal.status(
          state === 'accepted' ? 'ok' : 'warn',
          `${channel} ${address}: ${state}${reason ? `, ${reason}` : ''}`,
        ),
      )
  const reached = seen.filter(({ state }) => state === 'accepted').length
  if (reached < asked.ways.length) throw new AnswerIsNo()
}
export default channelTest
