/** Applies what the models say about keeping telemetry, and lets go of what is over; each day gone is a fact. */
import { canonicalJson, durationMs, type Log, messageOf } from '#base'
import { createFollower, type Ledger, telemetryExpired } from '#ledger'
import { loadModel, readWorkloads } from '#model'
import { type KeptSignal, longestRetention, type Retention, type Telemetry } from '#telemetry'

const SWEEP_EVERY_MS = 10 * 60_000

export interface TelemetryKeeper {
  /** Follows the ledger: a model that was applied holds at once, and what is over goes every ten minutes. */
  start(): Promise<void>
  stop(): Promise<void>
  /** One look, as `start` makes it again and again: reads the models and sweeps. */
  sweep(nowMs: number): Promise<void>
}

export function createTelemetryKeeper(options: {
  ledger: Ledger
  telemetry: Telemetry
  log: Log
}): TelemetryKeeper {
  const { ledger, telemetry, log } = options
  const { keeping } = telemetry
  let readTo = 0
  let sweptMs = Number.NEGATIVE_INFINITY

  /** Whether another retention holds than before. */
  const readModels = async (): Promise<boolean> => {
    const head = await ledger.head()
    const applied = await ledger.read({ types: ['model.applied'], after: readTo, limit: 1 })
    if (readTo > 0 && applied.length === 0) return false
    readTo = head
    const before = canonicalJson(keeping.retention)
    keeping.keep(await declaredRetention(ledger))
    return canonicalJson(keeping.retention) !== before
  }

  const sweep = async (nowMs: number): Promise<void> => {
    await readModels()
    sweptMs = nowMs
    const { retention } = keeping
    const expired = await keeping.sweep(nowMs)
    if (expired.length === 0) return
    const facts = expired.map(({ signal, ...rest }) =>
      telemetryExpired(`telemetry:${signal}`, { signal, keptMs: retention[signal], ...rest }),
    )
    await ledger.transact({ actor: 'service:telemetry', source: 'telemetry' }, (tx) =>
      tx.append(...facts),
    )
  }

  const follower = createFollower({
    ledger,
    lookAgainMs: SWEEP_EVERY_MS,
    restMs: 1_000,
    async pass() {
      const isNew = await readModels()
      const dueMs = sweptMs + SWEEP_EVERY_MS - Date.now()
      if (!isNew && dueMs > 0) return dueMs
      await sweep(Date.now())
      return SWEEP_EVERY_MS
    },
    failed: (error) => log.error('telemetry was not swept', { error: messageOf(error) }),
  })
  return { start: follower.start, stop: follower.stop, sweep }
}

async function declaredRetention(ledger: Ledger): Promise<Retention> {
  const declared: Partial<Retention>[] = []
  for (const workload of await readWorkloads(ledger.database.sql)) {
    const model = await loadModel(ledger.database.sql, workload)
    for (const { spec } of model?.all('retention') ?? [])
      declared.push(
        Object.fromEntries(
          Object.entries(spec).flatMap(([signal, kept]) =>
            kept === undefined ? [] : [[signal as KeptSignal, durationMs(kept)]],
          ),
        ),
      )
  }
  return longestRetention(declared)
}
