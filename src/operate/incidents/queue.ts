/**
 * The order in which open incidents are worked on: by priority, by what is lost each minute, by age. Euros and orders
 * cannot be weighed against one another, so what is lost in the unit of the heaviest outcome comes first. Pure.
 */
import type { OutcomeHealth } from '../health/index.ts'
import type { Incident } from './incident.ts'

/** What an outcome loses now, as health has measured it. */
export type OutcomeLoss = Pick<OutcomeHealth, 'outcome' | 'weight' | 'loss'>

/** What an incident costs now. */
export interface LossRate {
  readonly perMinute: number
  /** `EUR`; empty when things are counted that have no unit. */
  readonly unit: string
}

type Queued = Pick<
  Incident,
  'state' | 'priority' | 'outcomes' | 'occurredAt' | 'openedAt' | 'number'
>

/** What the outcomes of an incident lose together each minute; null when none of them loses a flow. */
export function lossRateOf(
  { outcomes }: Pick<Incident, 'outcomes'>,
  losses: readonly OutcomeLoss[],
): LossRate | null {
  const own = losses.filter(({ outcome, loss }) => outcomes.includes(outcome) && rateOf(loss) > 0)
  const units = unitsByWeight(losses)
  const unit = units.find((one) => own.some(({ loss }) => loss!.lostUnit === one))
  if (unit === undefined) return null
  const perMinute = own
    .filter(({ loss }) => loss!.lostUnit === unit)
    .reduce((sum, { loss }) => sum + rateOf(loss), 0)
  return { perMinute, unit }
}

/** Open ones as a queue, the oldest first among equals; after them those that are over, the newest first. */
export function inQueueOrder<One extends Queued>(
  incidents: readonly One[],
  losses: readonly OutcomeLoss[],
): One[] {
  const units = unitsByWeight(losses)
  const weighed = incidents.map((incident) => {
    const rate = lossRateOf(incident, losses)
    return {
      incident,
      unit: rate ? units.indexOf(rate.unit) : units.length,
      perMinute: rate?.perMinute ?? 0,
    }
  })
  weighed.sort((a, b) => {
    const [one, other] = [a.incident, b.incident]
    if (one.state !== other.state) return one.state === 'open' ? -1 : 1
    if (one.state === 'resolved')
      return other.openedAt.localeCompare(one.openedAt) || other.number - one.number
    return (
      one.priority.localeCompare(other.priority) ||
      a.unit - b.unit ||
      b.perMinute - a.perMinute ||
      one.occurredAt.localeCompare(other.occurredAt) ||
      one.number - other.number
    )
  })
  return weighed.map(({ incident }) => incident)
}

const rateOf = (loss: OutcomeLoss['loss']): number => loss?.perMinute ?? 0

/** The units in which something is lost, that of the heaviest outcome first. */
function unitsByWeight(losses: readonly OutcomeLoss[]): string[] {
  const losing = losses.filter(({ loss }) => rateOf(loss) > 0)
  losing.sort((a, b) => b.weight - a.weight || (a.loss!.lostUnit < b.loss!.lostUnit ? -1 : 1))
  return [...new Set(losing.map(({ loss }) => loss!.lostUnit))]
}
