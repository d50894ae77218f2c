/** The nouns of being quiet: an open alarm, what makes it quiet, and for which reasons it is. */
import type { LabelMatcher, Schedule } from '#base'

/** Why nobody is told of an open alarm. It is looked at, counted and shown all the same. */
export interface SuppressionReason {
  readonly kind: 'silence' | 'maintenance' | 'inhibition' | 'dependency'
  /** Id of the silence, or maintenance:, inhibition: or component:name */
  readonly by: string
  /** Name of the raised alarm that tells instead. */
  readonly source: string | null
  /** In words. */
  readonly why: string
  /** ISO 8601; null while nobody can know. */
  readonly until: string | null
}

/** An alarm instance that is raised, or whose data is lost. */
export interface OpenAlarm {
  readonly instance: string
  readonly alarm: string
  /** Its own, and those by which it can be found: alarm, alertname, severity, owner, workload. */
  readonly labels: Readonly<Record<string, string>>
  readonly severity: 'critical' | 'warning' | 'info' | null
  /** outcome:name of those that suffer. */
  readonly protects: readonly string[]
  /** False: its data is lost, which explains no other alarm. */
  readonly isRaised: boolean
  readonly openedMs: number
  /** component:name */
  readonly components: readonly string[]
  /** environment:name; empty when nobody knows. */
  readonly environments: readonly string[]
  /** As they are on record. */
  readonly reasons: readonly SuppressionReason[]
}

/** What a silence or a maintenance is about. All that is told must hold; of a list, one is enough. */
export interface Scope {
  readonly matchers: readonly LabelMatcher[]
  /** CEL */
  readonly expression: string | null
  readonly components: readonly string[]
  readonly environments: readonly string[]
}

/** A stretch of time in which what is in its scope is quiet. */
export interface QuietTime {
  readonly kind: 'silence' | 'maintenance'
  readonly by: string
  readonly scope: Scope
  readonly schedule: Schedule
  /** In words. */
  readonly why: string
}

export interface InhibitionRule {
  /** inhibition:name */
  readonly by: string
  readonly source: readonly LabelMatcher[]
  readonly target: readonly LabelMatcher[]
  readonly equal: readonly string[]
  readonly why: string
}

/** Everything that decides who is quiet, at one moment. */
export interface Situation {
  readonly alarms: readonly OpenAlarm[]
  readonly quietTimes: readonly QuietTime[]
  readonly inhibitions: readonly InhibitionRule[]
  /** component:name of what each component depends on. */
  readonly dependsOn: ReadonlyMap<string, readonly string[]>
  /** component:name of those that an alarm watches: of others nobody knows whether they are well. */
  readonly watched: ReadonlySet<string>
}
