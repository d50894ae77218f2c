/** The words and statuses of runs and their steps. */
import type { StatusKind } from './Status.tsx'

const STEP: Record<string, readonly [StatusKind, string]> = {
  pending: ['unk', 'To come'],
  running: ['run', 'Running'],
  succeeded: ['ok', 'Succeeded'],
  failed: ['warn', 'Failed'],
  skipped: ['unk', 'Skipped'],
  uncertain: ['warn', 'Not known whether it happened'],
  waiting: ['info', 'Waits for a person'],
}

const RUN: Record<string, readonly [StatusKind, string]> = {
  proposed: ['info', 'Waits to be accepted'],
  queued: ['run', 'Queued'],
  running: ['run', 'Running'],
  waiting: ['info', 'Waits for a person'],
  'rolling-back': ['run', 'Rolling back'],
  succeeded: ['ok', 'Succeeded'],
  failed: ['warn', 'Failed'],
  'rolled-back': ['warn', 'Rolled back'],
  'rollback-failed': ['crit', 'Could not be rolled back'],
  cancelled: ['unk', 'Stopped'],
  'timed-out': ['warn', 'Took too long'],
}

export function stepStatus(state: string): { kind: StatusKind; word: string } {
  const [kind, word] = STEP[state] ?? ['unk', state]
  return { kind, word }
}

/** `runStatus('running', 5, 7)` says "Step 5 of 7". */
export function runStatus(
  state: string,
  done?: number,
  total?: number,
): { kind: StatusKind; word: string } {
  const [kind, word] = RUN[state] ?? ['unk', state]
  const isCounted = state === 'running' && done !== undefined && total
  return { kind, word: isCounted ? `Step ${Math.min(done + 1, total)} of ${total}` : word }
}

export const isOver = (state: string) =>
  ['succeeded', 'failed', 'rolled-back', 'rollback-failed', 'cancelled', 'timed-out'].includes(
    state,
  )
