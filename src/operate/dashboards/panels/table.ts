/** The newest values of a query side by side, the largest first. */
import type { PanelOf } from '../frame.ts'
import type { PanelRead } from '../panel-data.ts'
import type { Sources } from './sources.ts'

export async function readTable(panel: PanelOf<'table'>, from: Sources): Promise<PanelRead> {
  const { query, unit = '', limit } = panel
  const all = (await from.reader.instant(query, from.toMs))
    .filter(({ value }) => Number.isFinite(value))
    .toSorted((a, b) => b.value - a.value)
  return {
    ...{ show: 'table', unit, more: Math.max(0, all.length - limit) },
    rows: all.slice(0, limit).map(({ labels, value }) => ({ labels: { ...labels }, value })),
    status: all.length === 0 ? 'unk' : null,
    reason: all.length === 0 ? 'its query answers with nothing' : null,
    ask: { tab: 'metrics', question: query },
    path: null,
  }
}
