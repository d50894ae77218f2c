/** How the pages of outcomes say what they know. */
import type { Data } from '../../data/index.ts'
import { duration, figure, type Point, quantity, type StatusKind } from '../../ui/index.ts'

export type Outcome = Data<'outcomes.list'>[number]
export type Budget = NonNullable<Outcome['objective']>
export type Detail = Data<'outcomes.show'>

type Health = Data<'overview.show'>['status']
type Judged = Data<'overview.show'>['outcomes'][number]
type Drawn = Data<'overview.show'>['signals'][number]

const WORDS: Record<Health, string> = {
  ok: 'Healthy',
  warn: 'Warning',
  crit: 'Critical',
  unk: 'Not known',
}

export const healthWord = (status: Health) => WORDS[status]

/** Met, below or above, or no data: never a colour alone. */
export function outcomeStatus({ met, target, status }: Pick<Judged, 'met' | 'target' | 'status'>): {
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

export function pointsOf({ points, expected }: Pick<Drawn, 'points' | 'expected'>): Point[] {
  return points.map(([atMs, value]) => ({
    atMs,
    value,
    low: expected ? (expected.min ?? (expected.max === null ? null : 0)) : null,
    high: expected ? expected.max : null,
  }))
}

export const bare = (ref: string) => ref.slice(ref.indexOf(':') + 1)

const THIN = '\u2009'

/** `99.5 %`; shares are cut, never rounded up: 99.96 % is not all. */
export function share(of: number | null): string {
  if (of === null) return '—'
  return `${Math.floor(of * 10_000) / 100}${THIN}%`
}

export function budgetWord({ left, status }: Budget): { kind: StatusKind; word: string } {
  if (left === null) return { kind: 'unk', word: 'Not known' }
  if (left <= 0) return { kind: status === 'crit' ? 'crit' : 'warn', word: 'Gone' }
  return { kind: status, word: `${Math.floor(left * 100)}${THIN}% left` }
}

/** `14×`, the design’s word for how fast a budget burns. */
export function burnWord(rate: number | null): string {
  return rate === null ? '—' : `${figure(rate)}×`
}

export function objectiveWords({ target, windowMs, basis, sliceMs }: Budget): string {
  const what = basis === 'events' ? 'of all' : `of ${duration(sliceMs ?? 0)} slices`
  return `${share(target)} ${what} in ${duration(windowMs)}`
}

export function lossWords({
  perMinute,
  soFar,
  lostUnit,
  shortfall,
  unit,
}: NonNullable<Outcome['loss']>): string {
  if (perMinute === null) return `${quantity(shortfall, unit)} off its target`
  const each = `${quantity(perMinute, lostUnit)} lost each minute`
  return soFar === null || soFar <= 0 ? each : `${each}, ${quantity(soFar, lostUnit)} so far`
}

export function targetWords({ target, unit }: Pick<Outcome, 'target' | 'unit'>): string {
  return `${target.op === '>=' ? '≥' : '≤'} ${quantity(target.value, unit)}`
}
