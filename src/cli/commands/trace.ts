import type { Action } from '../command.ts'
import { printExtent } from './print-extent.ts'
import { printLog } from './print-log.ts'
import { barOf } from './waterfall-bar.ts'

const BAR_WIDTH = 40
const NAME_WIDTH = 48

const trace: Action = async ({ terminal, connection }, options, id = '') => {
  const { data } = await connection().call('traces.show', { params: { trace: id } })
  if (terminal.json) {
    terminal.data(data)
    return
  }
  const { spans, logs, durationMs, startMs, errors } = data
  terminal.line(
    `${terminal.bold(data.traceId)}  ${new Date(startMs).toISOString()}  ${milliseconds(durationMs)}, ${spans.length} spans, ${errors} failed`,
  )
  terminal.line()
  for (const span of spans) {
    const name = `${'  '.repeat(span.depth)}${span.service}  ${span.name}`
    const bar = barOf(span, durationMs, BAR_WIDTH, terminal.utf8)
    const failed =
      span.status === 'error' ? `  ${terminal.status('crit', span.statusMessage || 'failed')}` : ''
    const odd = span.orphan ? '  (its parent is missing)' : span.skewed ? '  (clocks differ)' : ''
    terminal.line(
      `${cut(name, NAME_WIDTH).padEnd(NAME_WIDTH)} ${terminal.dim('|')}${span.criticalMs > 0 ? terminal.bold(bar) : bar}${terminal.dim('|')} ${milliseconds(span.durationMs).padStart(9)}${failed}${odd}`,
    )
  }
  const critical = spans
    .filter(({ criticalMs }) => criticalMs > 0)
    .sort((a, b) => b.criticalMs - a.criticalMs)
  terminal.line()
  terminal.line('It waited longest for:')
  for (const { service, name, criticalMs } of critical.slice(0, 3))
    terminal.line(
      `  ${milliseconds(criticalMs).padStart(9)}  ${Math.round((criticalMs / Math.max(durationMs, 1e-9)) * 100)} %  ${service}  ${name}`,
    )
  if (logs.length > 0 && options.logs !== false) {
    terminal.line()
    for (const log of logs) printLog(terminal, log)
  }
  printExtent(terminal, data)
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}~`
}

function milliseconds(ms: number): string {
  if (ms >= 10_000) return `${(ms / 1_000).toFixed(1)} s`
  return ms >= 100 ? `${Math.round(ms)} ms` : `${Number(ms.toPrecision(3))} ms`
}
export default trace
