/** What the app hands to the routes. */
import type { Log } from '#base'
import type { Ledger } from '#ledger'
import type { Diagnostic, Manifest } from '#model'
import type { BandMemory, JourneyWorker, ObjectiveMemory, SignalReader } from '#operate'
import type { TargetState, Telemetry } from '#telemetry'

export interface Services {
  readonly ledger: Ledger
  readonly log: Log
  readonly telemetry: Telemetry
  /** Values of signals for health and alarms. */
  readonly reader: SignalReader
  /** What was measured of objectives before. */
  readonly objectives: ObjectiveMemory
  /** What is expected of signals, as it was learned before. */
  readonly bands: BandMemory
  /** The value of a secret by its name. */
  readonly secrets: (name: string) => string | undefined
  readonly fetch: typeof globalThis.fetch
  /** Walks a journey when somebody asks for it. */
  readonly journeys: Pick<JourneyWorker, 'walkNow'>
  /** Address that people use, without a slash at the end. */
  readonly url: () => string
  /** The targets that this node asks for metrics. */
  readonly targets: () => TargetState[]
  /** All mistakes of a manifest, by the checks of every folder. */
  readonly checkManifest: (manifest: Manifest) => Diagnostic[]
}
