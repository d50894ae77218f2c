/** How procedures are spoken of. */
import type { Data } from '../../data/index.ts'
import { ago, type StatusKind } from '../../ui/index.ts'

export type Listed = Data<'procedures.list'>[number]
export type Procedure = Data<'procedures.show'>
export type Step = Procedure['plan'][number]

/** Whether people may rely on it: exercised within its own interval, and succeeding. */
export function trustOf({ facts }: Pick<Listed, 'facts'>): { kind: StatusKind; word: string } {
  const { lastExercisedAt, stale, successRate, runs } = facts
  if (runs > 0 && successRate !== null && successRate < 0.9)
    return { kind: 'warn', word: `${Math.round(successRate * 100)} % succeed` }
  if (!lastExercisedAt) return { kind: 'unk', word: 'Never exercised' }
  return stale
    ? { kind: 'warn', word: `Exercised ${ago(lastExercisedAt)}` }
    : { kind: 'ok', word: `Exercised ${ago(lastExercisedAt)}` }
}

const KINDS: Record<string, string> = {
  script: 'Automatic',
  http: 'Automatic',
  promql: 'Check',
  cel: 'Check',
  manual: 'By a person',
  approval: 'Approval',
  decide: 'Decision',
  item: 'Item',
}

export const kindWord = ({ kind }: Pick<Step, 'kind'>) => KINDS[kind] ?? kind
