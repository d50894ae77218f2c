import type { Action } from '../command.ts'

const query: Action = async ({ terminal, connection }, options, promql = '') => {
  const { from, step } = options as Record<string, string | undefined>
  const { data } = await connection().call('query.promql', {
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
