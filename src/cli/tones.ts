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

/** Health as the server tells it, in a word. */
export const HEALTH_WORDS = {
  ok: 'ok',
  warn: 'warning',
  crit: 'critical',
  unk: 'no data',
  info: 'note',
} as const satisfies Partial<Record<Tone, string>>

export function alarmTone(state: string, severity: string): Tone {
  if (state === 'firing')
    return severity === 'critical' ? 'crit' : severity === 'warning' ? 'warn' : 'info'
  if (state === 'pending' || state === 'recovering') return 'warn'
  return state === 'ok' ? 'ok' : 'unk'
}

const DRILL_TONES: Readonly<Record<string, Tone>> = {
  passed: 'ok',
  met: 'ok',
  failed: 'warn',
  missed: 'warn',
  aborted: 'warn',
}

/** Of the state of a problem. */
export function problemTone(state: string): Tone {
  if (state === 'verified') return 'ok'
  if (state === 'fixed' || state === 'fix-planned') return 'run'
  if (state === 'proposed') return 'info'
  return state === 'dismissed' || state === 'accepted' ? 'unk' : 'warn'
}

/** Of the outcome of a drill, or of an expectation. */
export function drillTone(outcome: string | null): Tone {
  return DRILL_TONES[outcome ?? ''] ?? 'unk'
}

/** Of the state of a journey. */
export function journeyTone(state: string): Tone {
  return state === 'ok' ? 'ok' : state === 'failing' ? 'crit' : 'unk'
}

export function journeyWord(state: string, reason: string | null): string {
  if (reason === 'no-browser') return 'no browser here'
  if (reason === 'no-secret') return 'no secret here'
  return state === 'unknown' ? 'not walked' : state
}

/** Of the level of a log record. */
export function levelTone(level: string): Tone {
  if (level === 'error' || level === 'fatal') return 'crit'
  if (level === 'warn') return 'warn'
  return level === 'info' ? 'info' : 'unk'
}
