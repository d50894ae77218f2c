/** What the app hands to the routes. */
import type { Log } from '#base'
import type { Ledger } from '#ledger'
import type { Diagnostic, Manifest } from '#model'

export interface Services {
  readonly ledger: Ledger
  readonly log: Log
  /** Address that people use, without a slash at the end. */
  readonly url: () => string
  /** All mistakes of a manifest, by the checks of every folder. */
  readonly checkManifest: (manifest: Manifest) => Diagnostic[]
}
