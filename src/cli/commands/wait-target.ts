/** What can be waited for: how it is asked, which words are its states, and when it is over. */
import { CliError } from '../cli-error.ts'
import type { Connection } from '../connection.ts'

export interface Seen {
  /** Every word that is true of it now. */
  readonly states: readonly string[]
  readonly over: boolean
  readonly data: unknown
}

export interface Target {
  readonly fallback: string
  readonly states: readonly string[]
  readonly look: () => Promise<Seen>
}

const RUN_STATES = [
  'proposed',
  'queued',
  'running',
  'waiting',
  'rolling-back',
  'succeeded',
  'failed',
  'rolled-back',
  'rollback-failed',
  'cancelled',
  'timed-out',
  'finished',
]
const DRILL_STATES = [
  'checking',
  'injecting',
  'observing',
  'reverting',
  'finished',
  'passed',
  'failed',
  'aborted',
  'not-run',
]

/** @throws CliError when the thing is none of them */
export function waitTarget(
  thing: string,
  { call }: Connection,
  workload: () => Promise<string>,
): Target {
  if (/^(?:inc-\d+|inc_\w+)$/i.test(thing))
    return {
      fallback: 'resolved',
      states: ['open', 'acknowledged', 'resolved'],
      async look() {
        const query = { workload: await workload() }
        const { data } = await call('incidents.show', { params: { incident: thing }, query })
        const states = [data.state, ...(data.acknowledgedAt ? ['acknowledged'] : [])]
        return { states, over: data.state === 'resolved', data }
      },
    }
  if (/^run_\w+$/.test(thing))
    return {
      fallback: 'succeeded',
      states: RUN_STATES,
      async look() {
        const { data } = await call('runs.show', { params: { run: thing } })
        const over = data.endedAt !== null
        return { states: [data.state, ...(over ? ['finished'] : [])], over, data }
      },
    }
  if (/^(?:drill-\d+|drl_\w+)$/i.test(thing))
    return {
      fallback: 'passed',
      states: DRILL_STATES,
      async look() {
        const query = { workload: await workload() }
        const { data } = await call('drill-runs.show', { params: { drill: thing }, query })
        const states = [data.state, ...(data.outcome ? [data.outcome] : [])]
        return { states, over: data.state === 'finished', data }
      },
    }
  throw new CliError({
    code: 'cli.not-waitable',
    kind: 'bad-input',
    message: `"${thing}" is nothing one can wait for.`,
    hint: 'An incident (INC-42), a run (run_…) or a drill (DRILL-7).',
  })
}
