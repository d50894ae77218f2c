/** How problems are said. */
import type { Data } from '../../data/index.ts'
import type { StatusKind } from '../../ui/index.ts'

export type Problem = Data<'problems.show'>
export type ProblemState = Problem['state']

const STATES: Record<ProblemState, readonly [StatusKind, string]> = {
  proposed: ['info', 'Proposed'],
  dismissed: ['unk', 'Dismissed'],
  open: ['warn', 'Open'],
  diagnosed: ['warn', 'Diagnosed'],
  'known-error': ['warn', 'Known error'],
  'fix-planned': ['run', 'Fix planned'],
  fixed: ['run', 'Fixed, being watched'],
  verified: ['ok', 'Verified'],
  accepted: ['unk', 'Accepted'],
}

export function problemStatus(state: ProblemState): { kind: StatusKind; word: string } {
  const [kind, word] = STATES[state]
  return { kind, word }
}

/** Where it goes from a state, the usual way first, and what that step asks for. */
export const STEPS: Record<ProblemState, readonly ProblemState[]> = {
  proposed: ['open', 'dismissed'],
  dismissed: ['open'],
  open: ['diagnosed', 'known-error', 'accepted', 'dismissed'],
  diagnosed: ['known-error', 'fix-planned', 'fixed', 'accepted', 'open'],
  'known-error': ['fix-planned', 'fixed', 'accepted', 'diagnosed'],
  'fix-planned': ['fixed', 'known-error', 'diagnosed', 'accepted'],
  fixed: ['verified', 'diagnosed'],
  verified: ['open'],
  accepted: ['open', 'fix-planned'],
}

export const stateWord = (state: ProblemState) => STATES[state][1]
