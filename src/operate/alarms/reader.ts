/** What alarms and health ask of telemetry: values of a signal’s query, and a word when samples arrive. */
import type { Labels } from './instance.ts'
import type { Verdict } from './m-of-n.ts'

export interface SignalSample {
  readonly labels: Labels
  readonly value: number
  /** What it says of the alarm, when the value alone does not. */
  readonly verdict?: Verdict
  /** What was seen, in words, when the number alone does not say it. */
  readonly words?: string
  /** Who says it is not heard any more, and what it says stands for nothing. */
  readonly silent?: { readonly lastHeardMs: number }
  /** What its sender calls it besides: no part of who it is. */
  readonly addedLabels?: Labels
  /** What its sender tells with it. */
  readonly annotations?: Labels
  /** Who says it, when it comes from elsewhere. */
  readonly source?: string
}

export interface SignalPoint {
  /** Milliseconds since 1970 UTC. */
  readonly timeMs: number
  readonly value: number
}

export interface SignalSeries {
  readonly labels: Labels
  readonly points: readonly SignalPoint[]
}

/** Samples have arrived: of which metrics, and their times. */
export interface SignalArrival {
  readonly names: ReadonlySet<string>
  readonly maxTimeMs: number
  readonly minTimeMs: number
  /** Times of the samples of one metric. */
  timesOf(name: string): readonly number[]
}

/** Values at a time in columns: the same array of labels as before while the same series answer. */
export interface SignalColumns {
  readonly labels: readonly Labels[]
  /** One for each of the labels, until the next question. */
  readonly values: Float64Array
}

/** A query that is kept answered in memory. */
export interface HeldSignal {
  /** Whether its own samples tell of everything that can change its answer. */
  readonly hearsAll: boolean
  /** Whether it may ever rest; most queries never can. */
  readonly canRest: boolean
  /** Values at a time; undefined when memory does not reach that far. */
  at(atMs: number): SignalColumns | undefined
  /**
   * Hears nothing while its only series has values within bounds, both included, and is not silent for longer than
   * `quietMs`; then `wake` or `hear` is called. Undefined when it cannot rest now.
   */
  rest(terms: {
    readonly low: number
    readonly high: number
    readonly quietMs: number
    readonly wake: () => void
  }): SignalRest | undefined
  close(): void
}

export interface SignalRest {
  /** The last sample: its time, when it was received by the clock of whoever received it, and its value. */
  seen(): { readonly timeMs: number; readonly receivedMs: number; readonly value: number }
}

export interface SignalReader {
  /**
   * Keeps a query answered in memory, and calls `hear` with the time of each of its samples, before those are told
   * who listen to arrivals. Undefined when it cannot be kept: then it is asked like any other. Throws when it is
   * not PromQL.
   */
  hold(
    query: string,
    lookbackMs: number | undefined,
    hear: (timeMs: number) => void,
  ): HeldSignal | undefined
  /** Wakes those who rest and of whose series nothing comes any more. */
  tellSilent(): void
  /** Names of the metrics a query reads; undefined when it may read any. Throws when it is not PromQL. */
  metricsOf(query: string): ReadonlySet<string> | undefined
  /**
   * Values at a time. A number without labels is one sample without labels. A sample stands for the present one for
   * 5 minutes unless told.
   */
  instant(query: string, atMs: number, lookbackMs?: number): Promise<readonly SignalSample[]>
  /**
   * When the newest sample that a query reads was taken, of its quietest selector; undefined when one of them has
   * none in the last five minutes.
   */
  newestMs(query: string, atMs: number): Promise<number | undefined>
  /** When samples that a query reads were taken, after `fromMs` and up to `toMs`; in order. */
  timesOf(
    query: string,
    span: { readonly fromMs: number; readonly toMs: number },
  ): Promise<readonly number[]>
  /** Samples that a query reads as they were taken, whatever it makes of them; in order. */
  samples(
    query: string,
    span: { readonly fromMs: number; readonly toMs: number },
  ): Promise<readonly SignalSeries[]>
  range(
    query: string,
    span: {
      readonly fromMs: number
      readonly toMs: number
      readonly stepMs: number
      /** How long a sample counts as the present value; five minutes unless told. */
      readonly lookbackMs?: number
    },
  ): Promise<readonly SignalSeries[]>
  /** Returns a function that stops listening. */
  onArrival(hear: (arrival: SignalArrival) => void): () => void
}
