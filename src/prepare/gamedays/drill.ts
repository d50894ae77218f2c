/** A drill as it stands: an experiment that is being run, or was. */
import type { SpecOf } from '#model'

export type Experiment = SpecOf<'experiment'>
export type ExperimentActivity = Experiment['method'][number]
export type Provider = ExperimentActivity['provider']
export type Phase = 'method' | 'rollback'
/** `observing`: the fault is in, and the response is awaited. */
export type DrillState = 'checking' | 'injecting' | 'observing' | 'reverting' | 'finished'
export type DrillOutcome = 'passed' | 'failed' | 'aborted' | 'not-run'

/** How far one activity has come. */
export interface DrillActivity {
  readonly phase: Phase
  readonly index: number
  readonly name: string
  readonly state: 'attempted' | 'succeeded' | 'failed'
  readonly attempt: number
  /** Of the lease under which it was attempted. */
  readonly epoch: number
  readonly attemptedAt: string
  readonly endedAt: string | null
  readonly retryAt: string | null
  readonly output: string | null
  readonly reason: string | null
}

export interface DrillExpectation {
  readonly name: string
  readonly title: string
  /** From the fault, in milliseconds. */
  readonly limitMs: number
  /** Share of the score. */
  readonly weight: number
  readonly state: 'open' | 'met' | 'missed'
  readonly at: string | null
  readonly afterMs: number | null
  /** Id of the fact that met it. */
  readonly because: string | null
  readonly reason: string | null
}

export interface ProbeResult {
  readonly name: string
  readonly value: unknown
  readonly tolerance: unknown
  readonly met: boolean
  readonly reason: string | null
}

export interface DrillCheck {
  readonly when: 'before' | 'after'
  readonly met: boolean
  readonly probes: readonly ProbeResult[]
  readonly at: string
}

export interface Drill {
  readonly id: string
  readonly workload: string
  /** People say DRILL-7. */
  readonly number: number
  readonly environment: string
  readonly experiment: string
  readonly title: string
  readonly spec: Experiment
  /** `signal:name` and its PromQL, as they were at the start. */
  readonly signals: Readonly<Record<string, string>>
  readonly state: DrillState
  readonly by: string
  readonly startedAt: string
  readonly startedPosition: number
  readonly faultAt: string | null
  /** The alarm that was raised. */
  readonly alarm: {
    readonly instance: string
    readonly group: string
    readonly correlation: string
  } | null
  /** Id of the incident that was opened. */
  readonly incident: string | null
  /** Id of the procedure's run. */
  readonly run: string | null
  readonly abortedReason: string | null
  readonly revertingAt: string | null
  readonly reverted: boolean | null
  readonly outcome: DrillOutcome | null
  readonly reason: string | null
  /** 0 to 100; null when no fault was injected. */
  readonly score: number | null
  readonly finishedAt: string | null
  readonly finishedPosition: number | null
  readonly activities: readonly DrillActivity[]
  readonly checks: readonly DrillCheck[]
  readonly expectations: readonly DrillExpectation[]
}

export function activitiesOf(spec: Experiment, phase: Phase): readonly ExperimentActivity[] {
  return phase === 'method' ? spec.method : spec.rollbacks
}

/** What every fact about a drill carries. */
export function ofDrill({ workload, experiment, number }: Drill) {
  return { workload, experiment, number }
}
