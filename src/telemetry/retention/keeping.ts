/** What an open telemetry keeps and lets go: one retention at a time, and memory that follows the store. */
import type { Catalog } from '../catalog.ts'
import type { Head } from '../head.ts'
import type { Batch } from '../model.ts'
import type { TelemetryStore } from '../store/telemetry-store.ts'
import {
  type ErasedSignal,
  type Erasure,
  eraseRows,
  labelsOf,
  type Person,
  type PersonRows,
  rowsOf,
} from './erase.ts'
import { DEFAULT_RETENTION, endOfPartition, type Retention } from './policy.ts'
import { type SignalStorage, storageOf } from './storage.ts'
import { type Expired, rolledUpTo, sweepRetention } from './sweep.ts'

export class Keeping {
  readonly #store: TelemetryStore
  readonly #catalog: Catalog
  readonly #head: Head
  #retention: Retention = DEFAULT_RETENTION
  #rolledUpToMs: number
  #sweeping: Promise<readonly Expired[]> | undefined

  private constructor(store: TelemetryStore, catalog: Catalog, head: Head, rolledUpToMs: number) {
    this.#store = store
    this.#catalog = catalog
    this.#head = head
    this.#rolledUpToMs = rolledUpToMs
  }

  static async open(store: TelemetryStore, catalog: Catalog, head: Head): Promise<Keeping> {
    return new Keeping(store, catalog, head, await rolledUpTo(store))
  }

  get retention(): Retention {
    return this.#retention
  }

  /** Until when samples are of five minutes, in milliseconds since 1970; 0 when all are as they came. */
  get rolledUpToMs(): number {
    return this.#rolledUpToMs
  }

  /** How old telemetry of a signal may be when it comes, in milliseconds. */
  keptMs(signal: Batch['signal']): number {
    return this.#retention[signal === 'traces' ? 'spans' : signal]
  }

  /** What holds from the next sweep on. */
  keep(retention: Retention): void {
    this.#retention = retention
  }

  /** Lets go of what is over, and answers with it; two sweeps at a time are one. */
  sweep(nowMs: number): Promise<readonly Expired[]> {
    this.#sweeping ??= this.#sweep(nowMs).finally(() => {
      this.#sweeping = undefined
    })
    return this.#sweeping
  }

  storage(): Promise<SignalStorage[]> {
    return storageOf(this.#store, this.#retention)
  }

  rowsOf(person: Person): Promise<PersonRows> {
    return rowsOf(this.#store, person)
  }

  async erase(person: Person, signal: ErasedSignal): Promise<Erasure> {
    if (signal === 'metrics')
      for (const series of this.#catalog.forgetLabelled(labelsOf(person), person.value))
        this.#head.forget(series)
    return eraseRows(this.#store, person, signal)
  }

  async #sweep(nowMs: number): Promise<readonly Expired[]> {
    const expired = await sweepRetention(this.#store, this.#retention, nowMs)
    for (const { signal, partition } of expired)
      if (signal === 'metrics')
        this.#rolledUpToMs = Math.max(this.#rolledUpToMs, endOfPartition(partition)!)
    return expired
  }
}
