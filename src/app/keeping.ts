/** Applies what the models say about keeping telemetry, and lets go of what is over; each day gone is a fact. */
import { durationMs, type Log, messageOf } from '#base'
import { type Ledger, telemetryExpired } from '#ledger'
import { loadModel, readWorkloads } from '#model'
import { type KeptSignal, longestRetention, type Retention, type Telemetry } from '#telemetry'

const SWEEP_EVERY_MS = 10 * 60_000

export interface TelemetryKeeper {
  /** Reads the models and sweeps once. Answers with how many days or months were let go. */
  sweep(nowMs: number): Promise<number>
  start(): void
  stop(): Promise<void>
}

export function createTelemetryKeeper(options: {
  ledger: Ledger
  telemetry: Telemetry
  log: Log
}): TelemetryKeeper {
  const { ledger, telemetry, log } = options
  const { keeping } = telemetry
  let timer: NodeJS.Timeout | undefined
  let working: Promise<unknown> = Promise.resolve()
  let readAt = ''

  /** Reads the models when the ledger has grown. */
  const follow = async () => {
    const { position } = await ledger.head()
    if (String(position) === readAt) return
    readAt = String(position)
    keeping.keep(await declaredRetention(ledger))
  }
  const sweep = async (nowMs: number) => {
    await follow()
    const { retention } = keeping
    const expired = await keeping.sweep(nowMs)
    if (expired.length > 0)
      await ledger.transact({ actor: 'service:telemetry', source: 'telemetry' }, (tx) =>
        tx.append(
          ...expired.map(({ signal, ...rest }) =>
            telemetryExpired(`telemetry:${signal}`, {
              signal,
              keptMs: retention[signal],
              ...rest,
            }),
          ),
        ),
      )
    return expired.length
  }
  const work = (job: () => Promise<unknown>) => {
    working = working.then(job).catch((error) =>
      log.error('telemetry was not swept', { error: messageOf(error) }),
    )
  }
  let stopFollowing: (() => void) | undefined
  return {
    sweep,
    start() {
      work(() => sweep(Date.now()))
      timer = setInterval(() => work(() => sweep(Date.now())), SWEEP_EVERY_MS)
      stopFollowing = ledger.onCommit(() => {
        // A model is applied rarely; its retention holds with the next sweep.
      })
    },
    async stop() {
      clearInterval(timer)
      stopFollowing?.()
      await working
    },
  }
}

async function declaredRetention(ledger: Ledger): Promise<Retention> {
  const declared: Partial<Retention>[] = []
  for (const workload of await readWorkloads(ledger.database.sql)) {
    const model = await loadModel(ledger.database.sql, workload)
    for (const { spec } of model?.all('retention') ?? [])
      declared.push(
        Object.fromEntries(
          Object.entries(spec).map(([signal, kept]) => [signal as KeptSignal, durationMs(kept)]),
        ),
      )
  }
  return longestRetention(declared)
}
