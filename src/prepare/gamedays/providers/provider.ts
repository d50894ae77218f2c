/**
 * Where the activities of an experiment act: the extension point for faults. A provider is one file beside
 * this one and one line in the list; it is called for probes and for actions alike.
 */
import type { Provider } from '../drill.ts'
import type { Found } from '../tolerance.ts'
import type { Variables } from '../variables.ts'

/** What the app hands to drills. */
export interface DrillContext {
  /** Values for `${NAME}`, and the environment of processes: addresses, folders, PATH. No secrets of ours. */
  readonly variables: Variables
  /** The folder in which processes are started; the server's own unless told. */
  readonly folder?: string | undefined
  /** Where guards keep their files; without it no fault is guarded against a server that stays dead. */
  readonly guardFolder?: string | undefined
  /** The present value of a PromQL query; null when there is none. */
  querySignal(query: string): Promise<number | null>
  readonly fetch: typeof globalThis.fetch
  /** Of the machine: for how long something has taken, never for what is persisted. */
  nowMs(): number
}

export interface Answered extends Found {
  /** Whether an action counts as done. */
  readonly done: boolean
  /** For people: at most a few lines. */
  readonly output: string
}

export interface DrillProvider<Type extends Provider['type']> {
  readonly type: Type
  /** Rejects when nothing could be done or asked. */
  run(
    provider: Extract<Provider, { type: Type }>,
    context: DrillContext & { query(signal: string): string },
  ): Promise<Answered>
}

export function defineProvider<Type extends Provider['type']>(
  provider: DrillProvider<Type>,
): DrillProvider<Type> {
  return provider
}

/** The end of a text, since that is where the reason stands. */
export function tail(text: string, most = 2_000): string {
  const trimmed = text.trimEnd()
  return trimmed.length > most ? `…${trimmed.slice(-most)}` : trimmed
}
