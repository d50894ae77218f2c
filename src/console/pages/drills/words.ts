/** How drills are spoken of. */
import type { Data } from '../../data/index.ts'
import type { StatusKind } from '../../ui/index.ts'

export type Experiment = Data<'drills.list'>[number]
export type Detail = Data<'drills.show'>
export type Drill = NonNullable<Experiment['last']>

const STATES: Record<Drill['state'], string> = {
  checking: 'Checks the steady state',
  injecting: 'Injects the fault',
  observing: 'Watches the response',
  reverting: 'Takes the fault back',
  finished: 'Finished',
}

export function drillStatus(drill: Drill | null): { kind: StatusKind; word: string } {
  if (!drill) return { kind: 'unk', word: 'Never drilled' }
  if (drill.state !== 'finished') return { kind: 'run', word: STATES[drill.state] }
  if (drill.outcome === 'passed') return { kind: 'ok', word: 'Passed' }
  if (drill.outcome === 'failed') return { kind: 'warn', word: 'Not as expected' }
  return { kind: 'info', word: drill.outcome === 'aborted' ? 'Called off' : 'Not run' }
}
