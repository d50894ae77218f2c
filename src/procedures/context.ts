/** What a step is given, and what it gives back. The app wires telemetry and the host in. */
export interface ProcedureContext {
  /** Samples of a PromQL query at the present moment. */
  queryInstant(
    query: string,
  ): Promise<
    readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[]
  >
  readonly fetch: typeof fetch
  /** The value of a secret by its name. */
  secrets(name: string): string | undefined
  /** What scripts find in their environment besides their own. */
  readonly environment: Readonly<Record<string, string>>
}

export interface StepContext extends ProcedureContext {
  readonly run: string
  readonly step: string
  readonly attempt: number
  /** The same for all attempts: whoever is asked twice can tell. */
  readonly key: string
  readonly environmentName: string
  readonly params: Readonly<Record<string, unknown>>
  readonly dry: boolean
  /** What conditions and templates see: params, steps, env. */
  readonly bindings: Readonly<Record<string, unknown>>
  /** A line of output, without secrets. */
  output(stream: 'out' | 'err', text: string): void
  /** Remembers the process group, so that a later holder can end what we left behind. */
  started(processGroup: number): Promise<void>
  /** Aborted when the run is cancelled or the lease is lost. */
  readonly signal: AbortSignal
}

export interface StepResult {
  readonly ok: boolean
  /** One line for people: why it failed, or what it found. */
  readonly summary: string
  /** What later steps see as `steps.<name>`. */
  readonly outputs: Readonly<Record<string, unknown>>
}
