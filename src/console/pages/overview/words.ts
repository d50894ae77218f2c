/** How the overview says what it knows. */
import type { Data } from '../../data/index.ts'
import type { Point, StatusKind } from '../../ui/index.ts'

export type Overview = Data<'overview.show'>
export type Outcome = Overview['outcomes'][number]
export type Signal = Overview['signals'][number]
export type Component = Overview['components'][number]

const WORDS: Record<Overview['status'], string> = {
  ok: 'Healthy',
  warn: 'Warning',
  crit: 'Critical',
  unk: 'Not known',
}

export const healthWord = (status: Overview['status']) => WORDS[status]

/** Met, below or above, or no data: never a colour alone. */
export function outcomeStatus({ met, target, status }: Outcome): {
  kind: StatusKind
  word: string
} {
  if (met === null) return { kind: 'unk', word: 'No data' }
  if (!met) return { kind: 'crit', word: target.op === '>=' ? 'Below target' : 'Above target' }
  return {
    kind: status === 'warn' ? 'warn' : 'ok',
    word: status === 'warn' ? 'Outside range' : 'In range',
  }
}

export function pointsOf({ points, expected }: Pick<Signal, 'points' | 'expected'>): Point[] {
  return points.map(([atMs, value]) => ({
    atMs,
    value,
    low: expected ? (expected.min ?? (expected.max === null ? null : 0)) : null,
    high: expected ? expected.max : null,
  }))
}

export const bare = (ref: string) => ref.slice(ref.indexOf(':') + 1)
