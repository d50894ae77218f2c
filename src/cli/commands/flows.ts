import type { Action } from '../command.ts'
import { printExtent } from './print-extent.ts'
import { rangeGiven } from './range-given.ts'

const PROTOCOLS: Readonly<Record<number, string>> = { 1: 'icmp', 6: 'tcp', 17: 'udp' }

const flows: Action = async ({ terminal, connection }, options) => {
  const { limit, address } = options as Record<string, string | undefined>
  const only = options.refused ? 'refused' : options.new ? 'new' : undefined
  const { data } = await connection().call('flows.list', {
    query: {
      ...rangeGiven(options),
      ...(only ? { only } : {}),
      ...(address ? { address } : {}),
      ...(limit ? { limit: Number(limit) } : {}),
    },
  })
  if (terminal.json) {
    terminal.data(data)
    return
  }
  if (data.connections.length === 0) terminal.note('No flows.')
  else
    terminal.table(
      ['from', 'to', 'port', 'bytes', 'packets', 'refused', 'last'],
      data.connections.map((one) => [
        one.source,
        one.destination,
        `${one.port}/${PROTOCOLS[one.protocol] ?? one.protocol}`,
        one.bytes.toLocaleString('en'),
        one.packets.toLocaleString('en'),
        one.refused > 0 ? terminal.status('warn', String(one.refused)) : '0',
        terminal.time(new Date(one.lastMs).toISOString()),
      ]),
    )
  printExtent(terminal, data)
}
export default flows
