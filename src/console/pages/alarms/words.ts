/** How alarms are spoken of. */
import type { Data } from '../../data/index.ts'
import type { StatusKind } from '../../ui/index.ts'

export type Alarm = Data<'alarms.list'>[number]

type Said = Pick<Alarm, 'state' | 'blind' | 'stale' | 'paused' | 'flapping' | 'error' | 'dropped'>

export function alarmStatus(alarm: Said): { kind: StatusKind; word: string } {
  const { state, blind, stale, paused, flapping, error, dropped } = alarm
  if (paused) return { kind: 'unk', word: 'Paused' }
  // Too many instances leave those that are watched as they are.
  if (error && dropped === 0) return { kind: 'unk', word: 'Cannot be evaluated' }
  if (blind) return { kind: 'crit', word: 'Raised, and blind' }
  if (stale) return { kind: 'crit', word: 'Raised, and stale' }
  if (flapping) return { kind: 'warn', word: 'Flapping' }
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

/** What is to be known of an alarm besides its state, each in a sentence. */
export function alarmRemarks(
  alarm: Said & Pick<Alarm, 'flappings' | 'lateSamples'>,
): readonly string[] {
  const { blind, stale, flapping, flappings, lateSamples, dropped, error } = alarm
  const remarks: string[] = []
  if (error) remarks.push(`It cannot be evaluated${dropped > 0 ? ' wholly' : ''}: ${error}.`)
  if (blind)
    remarks.push('It was raised and has had no data since: nobody knows whether it is over.')
  if (stale)
    remarks.push('Who raised it is not heard from any more: nobody knows whether it is over.')
  if (flapping)
    remarks.push(
      `It is flapping: ${flapping.changes} changes. Its incident stays open, and single changes are not told.`,
    )
  if (flappings > 0)
    remarks.push(`It has flapped ${flappings === 1 ? 'once' : `${flappings} times`}.`)
  if (lateSamples > 0)
    remarks.push(
      `${lateSamples} ${lateSamples === 1 ? 'sample' : 'samples'} came too late and changed nothing that was decided.`,
    )
  return remarks
}

export const bare = (ref: string) => ref.slice(ref.indexOf(':') + 1)

export const KINDS: Readonly<Record<string, string>> = {
  threshold: 'A bound',
  absence: 'Silence of a signal',
  baseline: 'What is unusual for the signal',
  heartbeat: 'Silence of a job',
  logs: 'Log records, counted',
  'new-template': 'Log lines never seen before',
  journey: 'A journey that fails',
  forecast: 'A limit that comes nearer',
  composite: 'Other alarms together',
  pushed: 'Sent by another system',
}
