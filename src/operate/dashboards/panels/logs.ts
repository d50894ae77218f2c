/** The newest log records that a search finds, cut to what a panel can show. */
import { levelOf, searchLogs } from '#telemetry'
import type { PanelOf } from '../frame.ts'
import type { PanelRead } from '../panel-data.ts'
import type { Sources } from './sources.ts'

const MOST_LETTERS = 300

export async function readLogs(panel: PanelOf<'logs'>, from: Sources): Promise<PanelRead> {
  const { search, limit } = panel
  const { fromMs, toMs } = from
  const { logs, partial, why } = await searchLogs(from.store, { search, limit, fromMs, toMs })
  return {
    ...{ show: 'logs', partial, status: null, path: null },
    records: logs.map(({ timeMs, severity, service, body }) => ({
      ...{ timeMs, level: levelOf(severity), service },
      body: body.length > MOST_LETTERS ? `${body.slice(0, MOST_LETTERS)}…` : body,
    })),
    reason: partial ? (why[0] ?? 'something may be missing') : null,
    ask: { tab: 'logs', question: search },
  }
}
