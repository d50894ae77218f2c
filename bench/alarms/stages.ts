/** Where the time from a crossing to its webhook went, by when the facts on the way were recorded. */
import type { Product } from '../../test/harness/product.ts'

/** Milliseconds since 1970, of one crossing. */
export interface Crossing {
  readonly alarm: string
  readonly sentMs: number
  readonly ackedMs: number
  readonly heardMs: number
}

const FACTS = ['alarm.raised', 'incident.opened', 'notification.queued', 'notification.attempted']
const MOST_FACTS = 1_000

/** For each stage the milliseconds from the sending of a sample until then, of each crossing. */
export async function stagesOf(
  { call }: Product,
  crossings: readonly Crossing[],
): Promise<Map<string, number[]>> {
  const query = { type: FACTS.join(','), limit: MOST_FACTS }
  const { data: facts } = await call('ledger.list', { query })
  const alarmOf = new Map<string, string>()
  for (const { type, correlation, data } of facts)
    if (type === 'alarm.raised') alarmOf.set(correlation, (data as { alarm: string }).alarm)
  const stages = new Map<string, number[]>(
    ['acknowledged', ...FACTS, 'webhook'].map((stage) => [stage, []]),
  )
  const byAlarm = new Map(crossings.map((one) => [one.alarm, one]))
  for (const { sentMs, ackedMs, heardMs } of crossings) {
    stages.get('acknowledged')!.push(ackedMs - sentMs)
    stages.get('webhook')!.push(heardMs - sentMs)
  }
  for (const { type, correlation, recordedAt } of facts) {
    const crossing = byAlarm.get(alarmOf.get(correlation) ?? '')
    if (crossing) stages.get(type)!.push(Date.parse(recordedAt) - crossing.sentMs)
  }
  return stages
}
