/** Rules as Prometheus has them: groups of alerts and records that are evaluated one after another. */
import type { Expr } from '../promql/index.ts'

interface RuleBase {
  /** The expression as it was written. */
  readonly expr: string
  readonly query: Expr
  /** Added to the labels of what it answers; templates may stand in those of alerts. */
  readonly labels: Readonly<Record<string, string>>
  /** Line of the rule in its file, from 1. */
  readonly line: number
}

export interface AlertingRule extends RuleBase {
  readonly kind: 'alert'
  /** The alert. */
  readonly name: string
  readonly forMs: number
  readonly keepFiringForMs: number
  /** Texts with templates. */
  readonly annotations: Readonly<Record<string, string>>
}

export interface RecordingRule extends RuleBase {
  readonly kind: 'record'
  /** The series that it writes. */
  readonly name: string
}

export interface RuleGroup {
  readonly name: string
  readonly line: number
  /** Undefined: as the server is told, a minute unless it is told. */
  readonly intervalMs: number | undefined
  /** Most alerts or series of one rule; 0 is no limit. */
  readonly limit: number
  /** So far in the past the rules are evaluated. */
  readonly queryOffsetMs: number
  readonly rules: readonly (AlertingRule | RecordingRule)[]
}
