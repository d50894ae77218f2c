/** The queue of work: open incidents in the order in which they are worked on, with what each costs now. */
import type { Sql } from '#base'
import type { Model } from '#model'
import type { SignalReader } from '../alarms/index.ts'
import { readLosses } from '../health/index.ts'
import type { Incident } from './incident.ts'
import { inQueueOrder, type LossRate, lossRateOf } from './queue.ts'
import { listIncidents } from './read.ts'

export interface QueuedIncident {
  readonly incident: Incident
  /** Null when it is over, and when nothing that flows is lost. */
  readonly loss: LossRate | null
}

/** The order is of all open ones: a limit cuts the end of the queue, never its head. */
const MOST_OPEN = 10_000

/** Open ones as a queue, then those that are over, the newest first. Without a model nothing is known of losses. */
export async function readQueue(
  { sql, reader }: { readonly sql: Sql; readonly reader: SignalReader },
  model: Model | undefined,
  query: {
    readonly workload: string
    readonly state?: Incident['state'] | undefined
    readonly limit: number
  },
  nowMs: number,
): Promise<QueuedIncident[]> {
  const { workload, state, limit } = query
  const open =
    state === 'resolved'
      ? []
      : await listIncidents(sql, { workload, state: 'open', limit: MOST_OPEN })
  const suffering = new Set(open.flatMap(({ outcomes }) => outcomes))
  const losses =
    model && suffering.size > 0 ? await readLosses(model, reader, suffering, nowMs) : []
  const left = limit - open.length
  const over =
    state === 'open' || left <= 0
      ? []
      : await listIncidents(sql, { workload, state: 'resolved', limit: left })
  return inQueueOrder([...open, ...over], losses)
    .slice(0, limit)
    .map((incident) => ({
      incident,
      loss: incident.state === 'open' ? lossRateOf(incident, losses) : null,
    }))
}
