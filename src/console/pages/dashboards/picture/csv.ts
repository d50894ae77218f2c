/** The data of panels as CSV: a row for each value, so that any spreadsheet can pivot it. Pure. */
import type { Panel, Shown } from '../words.ts'

const HEAD = ['panel', 'what', 'time', 'value', 'unit']

export function csvOf(panels: readonly Panel[], moments: Shown['moments']): string {
  const rows = panels.flatMap((panel) => rowsOf(panel, moments))
  return [HEAD, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')
}

type Cell = string | number | null
type Row = readonly Cell[]

function rowsOf({ title, content, error }: Panel, { fromMs, stepMs }: Shown['moments']): Row[] {
  const iso = (ms: number) => new Date(ms).toISOString()
  if (!content) return [[title, error?.message ?? 'not shown', '', null, '']]
  switch (content.show) {
    case 'line':
    case 'value':
    case 'outcome':
      return content.lines.flatMap(({ name, values }) =>
        values.flatMap((value, i): Row[] =>
          value === null ? [] : [[title, name, iso(fromMs + i * stepMs), value, content.unit]],
        ),
      )
    case 'states':
      return content.items.map(({ name, word, since }) => [title, name, since ?? '', word, ''])
    case 'alarms':
      return content.items.map((one) => [title, one.title, one.since ?? '', one.word, ''])
    case 'incidents':
      return content.items.map(({ name, title: words, occurredAt, lastedMs }) => [
        ...[title, [name, words].filter(Boolean).join(' '), occurredAt],
        ...[Math.round(lastedMs / 1_000), 's'],
      ])
    case 'logs':
      return content.records.map(({ timeMs, service, body }) => [
        ...[title, service, iso(timeMs), body, ''],
      ])
    case 'table':
      return content.rows.map(({ labels, value }) => [
        ...[title, Object.values(labels).join(' '), '', value, content.unit],
      ])
    case 'text':
      return []
  }
}

/** A text that a spreadsheet would run as a formula is led by a quote. */
function cell(value: Cell): string {
  if (typeof value === 'number') return String(value)
  const text = value ?? ''
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
