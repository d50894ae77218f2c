/** What telemetry costs on disk, by signal: as the parts of its tables say. */
import type { TelemetryStore } from '../store/telemetry-store.ts'
import { endOfPartition, KEPT_TABLES, type KeptSignal, type Retention } from './policy.ts'

export interface SignalStorage {
  readonly signal: KeptSignal | 'catalog'
  readonly rows: number
  /** On disk, compressed. */
  readonly bytes: number
  /** As it would be without compression. */
  readonly rawBytes: number
  /** The first day or month that is there. */
  readonly oldest: string | undefined
  /** Undefined where nothing is let go by age. */
  readonly keptMs: number | undefined
}

export async function storageOf(
  store: TelemetryStore,
  retention: Retention,
): Promise<SignalStorage[]> {
  const partitions = await store.partitions()
  const signals = Object.keys(KEPT_TABLES) as KeptSignal[]
  const signalOf = (table: string) =>
    signals.find((signal) => KEPT_TABLES[signal].includes(table)) ?? 'catalog'
  return [...signals, 'catalog' as const].flatMap((signal) => {
    const own = partitions.filter(({ table }) => signalOf(table) === signal)
    const sum = (read: (one: (typeof own)[number]) => number) =>
      own.reduce((total, one) => total + read(one), 0)
    const dated = own.map(({ partition }) => partition).filter((name) => endOfPartition(name))
    // Signals that nobody has sent yet are not shown.
    if (own.length === 0) return []
    return {
      signal,
      rows: sum(({ rows }) => rows),
      bytes: sum(({ bytes }) => bytes),
      rawBytes: sum(({ rawBytes }) => rawBytes),
      oldest: dated.sort()[0],
      keptMs: signal === 'catalog' ? undefined : retention[signal],
    }
  })
}
