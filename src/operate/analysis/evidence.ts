/** What a source of evidence is given and what it finds. Sources stand in `sources/`, one file each, and in one list. */
import type { Ledger } from '#ledger'
import type { Model } from '#model'
import type { SeriesSource, TelemetryStore } from '#telemetry'
import type { Incident } from '../incidents/index.ts'
import type { Suspect } from './suspect.ts'

/** From and to, in milliseconds since 1970. */
export interface Span {
  readonly fromMs: number
  readonly toMs: number
}

export interface Scene {
  readonly incident: Incident
  readonly model: Model | undefined
  /** From shortly before the harm began. */
  readonly trouble: Span
  /** Before it, to hold it against. */
  readonly usual: Span
  /** Where what was changed may have led to it. */
  readonly changes: Span
  readonly ledger: Pick<Ledger, 'read' | 'database'>
  readonly store: TelemetryStore
  readonly series: SeriesSource
  /** What a service is called in the model: component:name, else service:name. */
  nameOf(service: string): string
}

export interface EvidenceItem {
  /** The name of its source. */
  readonly kind: string
  /** ISO 8601 */
  readonly at: string
  /** component:name, service:name, alarm:name, person:name … */
  readonly about: string
  readonly text: string
  /** A path of the console below the workload; null when there is nothing to see. */
  readonly look: string | null
}

export interface Found {
  readonly items: readonly EvidenceItem[]
  readonly suspects: readonly Suspect[]
}

export interface EvidenceSource {
  readonly name: string
  /** How much its suspicion counts, 0 to 1. */
  readonly weight: number
  /** @throws whatever keeps it from looking: it is told as a blind spot */
  collect(scene: Scene): Promise<Found>
}

export const NOTHING: Found = { items: [], suspects: [] }
