/** What is wrong in somebody's file: collected with its line, so that one mistake does not hide the next. */
import { defineError } from '#base'

export interface RuleProblem {
  /** Permanent: `rules.bad-query`. */
  readonly code: string
  /** `error`: what it is about is left out. `warning`: it is taken, and this part of it is not. */
  readonly severity: 'error' | 'warning'
  /** What is wrong, and why. */
  readonly message: string
  /** What to do. */
  readonly hint: string
  /** From 1. */
  readonly line: number
  readonly column: number
  /** Group, and alert or record, as far as they are known. */
  readonly subject?: string
}

/** The file holds nothing that can be used. */
export const RulesUnreadable = defineError('telemetry.rules-unreadable', 'bad-input', {
  message: (d: { file: string; problem: string }) => `Could not read ${d.file}: ${d.problem}.`,
  hint: 'Name files of Prometheus, YAML with `groups:`.',
})
