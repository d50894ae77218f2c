import type { z } from 'zod'
import type { Contract } from '#api/client'
import { formatDuration } from '#base'
import type { Action, Context } from '../command.ts'
import { reading } from '../outcome-words.ts'
import { HEALTH_WORDS } from '../tones.ts'
import { printLog } from './print-log.ts'

type Data = z.output<Contract['dashboards.show']['data']>
type Panel = Data['sections'][number]['panels'][number]
type Shown = NonNullable<Panel['content']>

const dashboardShow: Action = async (
  { terminal, connection, workload },
  options,
  dashboard = '',
) => {
  const from = typeof options.from === 'string' ? options.from : undefined
  const { data } = await connection().call('dashboards.show', {
    params: { dashboard },
    query: { workload: await workload(), ...(from ? { from } : {}) },
  })
  if (terminal.json) {
    terminal.data(data)
    return
  }
  const { title, description, fromMs, toMs, sections } = data
  terminal.line(
    `${terminal.bold(title)}  last ${formatDuration(Math.round((toMs - fromMs) / 1_000) * 1_000)}`,
  )
  if (description) terminal.line(description)
  for (const section of sections) {
    terminal.line()
    terminal.line(terminal.bold(section.title))
    for (const panel of section.panels) print(terminal, panel)
  }
}

function print(terminal: Context['terminal'], { title, content, error }: Panel): void {
  if (!content) {
    terminal.line(`${terminal.status('unk', 'not shown')}  ${title}: ${error?.message ?? ''}`)
    return
  }
  const { status, reason } = content
  const mark = status ? `${terminal.status(status, HEALTH_WORDS[status])}  ` : ''
  terminal.line(
    `${mark}${[title, summary(content)].filter(Boolean).join(': ')}${reason ? `; ${reason}` : ''}`,
  )
  for (const line of details(terminal, content)) terminal.line(`  ${line}`)
  if (content.show === 'logs')
    for (const record of content.records) printLog(terminal, { ...record, host: '', traceId: '' })
}

function summary(content: Shown): string {
  switch (content.show) {
    case 'line':
    case 'value':
      return reading(content.value, content.unit)
    case 'outcome': {
      const { value, unit, target } = content
      return `${reading(value, unit)}${target ? `, target ${target.op} ${reading(target.value, unit)}` : ''}`
    }
    case 'alarms':
      return `${content.items.length + content.more} not quiet, ${content.quiet} quiet`
    case 'incidents': {
      const { items, more, lastedMs, cost, currency } = content
      const count = items.length + more
      if (count === 0) return 'none'
      return `${count}, ${formatDuration(lastedMs)} together${cost === null ? '' : `, at most ${Math.round(cost)} ${currency}`}`
    }
    default:
      return ''
  }
}

function details(terminal: Context['terminal'], content: Shown): string[] {
  switch (content.show) {
    case 'states':
      return content.items.map(
        ({ status, word, name, sentence }) =>
          `${terminal.status(status, word)}  ${name}${sentence ? `: ${sentence}` : ''}`,
      )
    case 'alarms':
      return content.items.map(
        ({ status, word, title, since }) =>
          `${terminal.status(status, word)}  ${title}${since ? `  ${terminal.time(since)}` : ''}`,
      )
    case 'incidents':
      return content.items.map(
        ({ status, name, title, occurredAt, lastedMs, resolvedAt }) =>
          `${terminal.status(status, resolvedAt ? 'over' : 'open')}  ${[name, title].filter(Boolean).join('  ')}  ${terminal.time(occurredAt)}, ${formatDuration(lastedMs)}`,
      )
    case 'table':
      return content.rows.map(
        ({ labels, value }) =>
          `${reading(value, content.unit)}  ${Object.values(labels).join(' ')}`,
      )
    case 'text':
      return content.text.split('\n')
    default:
      return []
  }
}
export default dashboardShow
