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
