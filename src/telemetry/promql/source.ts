/** Where samples come from. The evaluator knows no store: alarms hand it memory, queries hand it both. */

/** A condition on one label. Patterns are RE2 and match the whole value. */
export interface Matcher {
  readonly name: string
  readonly op: '=' | '!=' | '=~' | '!~'
  readonly value: string
}

/** Labels by name, `__name__` among them. */
export type Labels = Readonly<Record<string, string>>

export interface SeriesData {
  readonly labels: Labels
  /** Milliseconds since 1970 UTC, ascending, no two alike. */
  readonly times: Float64Array
  /** May hold the stale marker, see `staleness.ts`. */
  readonly values: Float64Array
  /** Some of the samples are the last ones of five minutes each. */
  readonly rolledUp?: boolean
}

export interface SeriesSource {
  /** Samples with `fromMs < time <= toMs` of every series that satisfies all matchers. */
  select(
    matchers: readonly Matcher[],
    fromMs: number,
    toMs: number,
  ): Promise<SeriesData[]> | SeriesData[]
}
