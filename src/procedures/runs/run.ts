/** A run and its steps, as decisions and people see them. */
import type { Plan } from '../plan.ts'

export type RunState =
  | 'proposed'
  | 'queued'
  | 'running'
  | 'waiting'
  | 'rolling-back'
  | 'succeeded'
  | 'failed'
  | 'rolled-back'
  | 'rollback-failed'
  | 'cancelled'
  | 'timed-out'

export type StepState = 'running' | 'succeeded' | 'failed' | 'skipped' | 'uncertain' | 'waiting'

export interface Run {
  readonly id: string
  readonly workload: string
  readonly procedure: string
  readonly environment: string
  readonly title: string
  readonly kind: 'runbook' | 'playbook' | 'checklist'
  readonly state: RunState
  readonly trigger: string
  readonly alarm: string | null
  readonly incident: string | null
  readonly params: Readonly<Record<string, unknown>>
  readonly dry: boolean
  readonly hash: string
  readonly plan: Plan
  /** Actor: `person:ann` or `reaction:…`. */
  readonly startedBy: string
  readonly correlation: string
  /** Id of the fact that started it. */
  readonly fact: string
  /** ISO 8601, as all times here. */
  readonly createdAt: string
  readonly cancelReason: string | null
  readonly reason: string | null
  readonly endedAt: string | null
  readonly steps: readonly RunStep[]
}

export interface RunStep {
  readonly step: string
  readonly state: StepState
  readonly attempt: number
  readonly effect: 'read' | 'change'
  readonly compensates: string | null
  readonly summary: string | null
  readonly outputs: Readonly<Record<string, unknown>>
  readonly waiting: Waiting | null
  readonly answers: readonly Answer[]
  readonly startedAt: string
  readonly retryAt: string | null
  readonly endedAt: string | null
  /** Place of the fact that ended it: rollback goes the other way. */
  readonly donePosition: number | null
}

export interface Waiting {
  readonly for: 'manual' | 'approval' | 'decision' | 'uncertain' | 'failure'
  readonly prompt: string
  readonly choices: readonly { readonly choice: string; readonly label: string }[]
  readonly by: readonly string[]
  readonly until: string | null
}

export interface Answer {
  readonly choice: string
  readonly by: string
  readonly reason: string | null
  readonly input: string | null
  readonly at: string
}

export function isEnded(run: Pick<Run, 'endedAt'>): boolean {
  return run.endedAt !== null
}
