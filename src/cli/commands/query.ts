import type { Action } from '../command.ts'
import type { Connection } from '../connection.ts'
import type { Terminal } from '../terminal.ts'
import { printExtent } from './print-extent.ts'

const query: Action = async ({ terminal, connection }, options, question = '') => {
  const { limit } = options as Record<string, string | undefined>
  // A query in PromQL cannot begin with two names side by side, and one in SQL does.
  if (/^\s*(?:select|with)\s/i.test(question))
    return querySql(terminal, connection(), question, limit)
  return queryMetrics(terminal, connection(), options, question)
}

async function querySql(
  terminal: Terminal,
  { call }: Connection,
  sql: string,
  limit: string | undefined,
): Promise<void> {
  const { data } = await call('sql.query', {
    query: { sql, ...(limit ? { limit: Number(limit) } : {}) },
  })
  if (terminal.json) {
    terminal.data(data)
    return
  }
  terminal.table(
    data.columns.map(({ name }) => name),
    data.rows.map((row) => row.map(textOf)),
  )
  printExtent(terminal, data)
}

function textOf(value: unknown): string {
  if (value === null) return ''
  return typeof value === 'string' ? value.replace(/\s+/g, ' ') : JSON.stringify(value)
}

async function queryMetrics(
  terminal: Terminal,
  { call }: Connection,
  options: Record<string, string | boolean | undefined>,
  promql: string,
): Promise<void> {
  const { from, step } = options as Record<string, string | undefined>
  const { data } = await call('query.promql', {
    query: {
      query: promql,
      ...(from ? { from: from.replace(/^-/, '') } : {}),
      ...(step ? { step } : {}),
    },
  })
  if (terminal.json) {
    terminal.data(data)
    return
  }
  if (data.series.length === 0) terminal.note('No series.')
  else
    terminal.table(
      ['series', from ? 'course' : '', 'value'],
      data.series.map(({ labels, points }) => {
        const values = points.map(([, value]) => value)
        return [nameOf(labels), from ? sparkline(values) : '', String(values.at(-1) ?? 'none')]
      }),
    )
  for (const note of data.notes) terminal.note(note)
}

function nameOf({ __name__ = '', ...labels }: Record<string, string>): string {
  const rest = Object.entries(labels).map(([name, value]) => `${name}="${value}"`)
  return `${__name__}{${rest.join(', ')}}`
}

const BARS = '▁▂▃▄▅▆▇█'
const WIDTH = 40

function sparkline(values: readonly (number | null)[]): string {
  const known = values.filter((value) => value !== null)
  const low = Math.min(...known)
  const span = Math.max(...known) - low || 1
  const every = Math.max(1, Math.ceil(values.length / WIDTH))
  return values
    .filter((_, i) => i % every === 0)
    .map((value) =>
      value === null ? ' ' : BARS[Math.min(7, Math.floor(((value - low) / span) * 8))],
    )
    .join('')
}
export default query
