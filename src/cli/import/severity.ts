/** Severities as people call them, in the three that an alarm has. */
import type { AlarmDraft } from './draft.ts'

const CALLED: Readonly<Record<AlarmDraft['severity'], readonly string[]>> = {
  critical: [
    'critical',
    'crit',
    'page',
    'emergency',
    'fatal',
    'disaster',
    'high',
    'p1',
    'sev1',
    'alert',
  ],
  warning: [
    'warning',
    'warn',
    'error',
    'major',
    'minor',
    'medium',
    'average',
    'ticket',
    'p2',
    'p3',
    'sev2',
  ],
  info: [
    'info',
    'information',
    'informational',
    'notice',
    'low',
    'none',
    'debug',
    'p4',
    'p5',
    'sev3',
  ],
}

export function severityOf(text: string | undefined): {
  severity: AlarmDraft['severity']
  note?: string
} {
  if (text === undefined || text === '')
    return {
      severity: 'warning',
      note: 'It has no severity; it is a warning until you say otherwise.',
    }
  const called = text.toLowerCase()
  for (const [severity, names] of Object.entries(CALLED))
    if (names.includes(called)) return { severity: severity as AlarmDraft['severity'] }
  return {
    severity: 'warning',
    note: `Its severity "${text}" is none of ours; it is a warning until you say otherwise.`,
  }
}
