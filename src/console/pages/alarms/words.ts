/** How alarms are spoken of. */
import type { Data } from '../../data/index.ts'
import type { StatusKind } from '../../ui/index.ts'

export type Alarm = Data<'alarms.list'>[number]

export function alarmStatus({ state, blind, error }: Alarm): { kind: StatusKind; word: string } {
  if (error) return { kind: 'unk', word: 'Cannot be evaluated' }
  if (blind) return { kind: 'crit', word: 'Raised, and blind' }
  switch (state) {
    case 'firing':
      return { kind: 'crit', word: 'Raised' }
    case 'recovering':
      return { kind: 'warn', word: 'Recovering' }
    case 'pending':
      return { kind: 'warn', word: 'Pending' }
    case 'nodata':
      return { kind: 'unk', word: 'No data' }
    default:
      return { kind: 'ok', word: 'Quiet' }
  }
}

export const bare = (ref: string) => ref.slice(ref.indexOf(':') + 1)

export const KINDS: Readonly<Record<string, string>> = {
  threshold: 'A bound',
  absence: 'Silence of a signal',
  heartbeat: 'Silence of a job',
  logs: 'Log records, counted',
  'new-template': 'Log lines never seen before',
  journey: 'A journey that fails',
  forecast: 'A limit that comes nearer',
  composite: 'Other alarms together',
  pushed: 'Sent by another system',
}
