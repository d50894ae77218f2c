import type { Action } from '../command.ts'
import { formatBytes } from '../format-bytes.ts'

const DAY_MS = 86_400_000

const telemetryStorage: Action = async ({ terminal, connection }) => {
  const { data } = await connection().call('telemetry.storage')
  if (terminal.json) {
    terminal.data(data)
    return
  }
  terminal.table(
    ['signal', 'rows', 'on disk', 'per row', 'compressed', 'since', 'kept'],
    data.signals.map(({ signal, rows, bytes, rawBytes, oldest, keptMs }) => [
      signal,
      String(rows),
      formatBytes(bytes),
      rows > 0 ? `${(bytes / rows).toFixed(1)} B` : '',
      bytes > 0 ? `${(rawBytes / bytes).toFixed(1)} x` : '',
      oldest ?? '',
      keptMs === null ? '' : `${Math.round(keptMs / DAY_MS)}d`,
    ]),
  )
  terminal.note(`${formatBytes(data.bytes)} in all; ${data.place}, ${data.state}`)
}
export default telemetryStorage
