/** What a silence would have hidden, in words and as a table. */
import type { Terminal } from '../terminal.ts'

interface Hidden {
  readonly alarm: string
  readonly labels: Readonly<Record<string, string>>
  readonly raisedAt: string
  readonly incident: string | null
  readonly wasAcknowledged: boolean
}

interface Preview {
  readonly days: number
  readonly now: readonly Hidden[]
  readonly past: readonly Hidden[]
  readonly pastCount: number
  readonly alarms: number
  readonly incidents: number
  readonly acknowledged: number
  readonly messages: number
}

export function printPreview(terminal: Terminal, preview: Preview): void {
  if (terminal.json) {
    terminal.data(preview)
    return
  }
  const { days, now, past, pastCount, alarms, incidents, acknowledged, messages } = preview
  terminal.line(
    now.length === 0
      ? 'Now it hides nothing.'
      : `Now it hides ${now.length}: ${[...new Set(now.map(({ alarm }) => alarm))].join(', ')}`,
  )
  terminal.line(
    `In the last ${days} days it would have hidden ${pastCount} times of ${alarms} alarms: ${incidents} incidents with ${messages} messages.`,
  )
  if (acknowledged > 0)
    terminal.line(
      terminal.status(
        'warn',
        `${acknowledged} of these incidents were acknowledged: they mattered`,
      ),
    )
  if (past.length === 0) return
  terminal.line()
  terminal.table(
    ['alarm', 'labels', 'raised', 'incident', 'acknowledged'],
    past.slice(0, 20).map(({ alarm, labels, raisedAt, incident, wasAcknowledged }) => [
      alarm,
      Object.entries(labels)
        .map(([name, value]) => `${name}=${value}`)
        .join(' '),
      terminal.time(raisedAt),
      incident ?? '',
      wasAcknowledged ? 'yes' : '',
    ]),
  )
}
