/** Alarms, the worst first; those that are quiet are counted. */
import type { AlarmView } from '../../alarms/index.ts'
import { verdictOf } from '../../health/index.ts'
import type { PanelOf } from '../frame.ts'
import type { AlarmItem, PanelRead } from '../panel-data.ts'
import type { Sources } from './sources.ts'

const MOST = 20

const WORDS: Readonly<Record<AlarmView['state'], string>> = {
  firing: 'Raised',
  recovering: 'Recovering',
  pending: 'Pending',
  nodata: 'No data',
  ok: 'Quiet',
}

export async function readAlarmList(panel: PanelOf<'alarms'>, from: Sources): Promise<PanelRead> {
  const { components, outcomes } = panel
  const of = (signal: string | null) => {
    const component = signal ? from.model.find(signal, 'signal')?.spec.component : undefined
    return component !== undefined && components.includes(component)
  }
  const all = (await from.alarms()).filter(
    ({ signal, protects }) =>
      (components.length === 0 || of(signal)) &&
      (outcomes.length === 0 || protects.some((one) => outcomes.includes(one))),
  )
  const items = all.map(itemOf)
  const loud = items.filter(({ word }) => word !== WORDS.ok)
  const status = (['crit', 'warn', 'unk'] as const).find((one) =>
    items.some((item) => item.status === one),
  )
  return {
    ...{ show: 'alarms', items: loud.slice(0, MOST), more: Math.max(0, loud.length - MOST) },
    quiet: items.length - loud.length,
    status: status ?? (items.length > 0 ? 'ok' : null),
    ...{ reason: null, ask: null, path: 'alarms' },
  }
}

function itemOf(alarm: AlarmView): AlarmItem {
  const { name, title, state, since, owner, procedure, paused, blind, stale, error } = alarm
  const { status } = paused ? { status: 'unk' as const } : verdictOf(alarm)
  const word = paused
    ? 'Paused'
    : blind || stale
      ? 'Raised, and nobody knows whether it is over'
      : error !== null && state === 'ok'
        ? 'Cannot be evaluated'
        : WORDS[state]
  const isPending = state === 'pending' && status === 'ok'
  return { name, title, since, owner, procedure, word, status: isPending ? 'warn' : status }
}
