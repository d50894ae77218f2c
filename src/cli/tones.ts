/** Which tone a state is shown in: `crit` only for harm that happens now. */
import type { Tone } from './terminal.ts'

export function priorityTone(priority: string): Tone {
  if (priority === 'P1' || priority === 'P2') return 'crit'
  return priority === 'P3' ? 'warn' : 'info'
}

const RUN_TONES: Readonly<Record<string, Tone>> = {
  succeeded: 'ok',
  verified: 'ok',
  compensated: 'ok',
  skipped: 'unk',
  pending: 'unk',
  unknown: 'warn',
  waiting: 'info',
  running: 'run',
  queued: 'run',
}

export function runTone(state: string): Tone {
  return RUN_TONES[state] ?? 'warn'
}
