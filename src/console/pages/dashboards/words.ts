/** How the pages of dashboards say what they know. */
import type { Data } from '../../data/index.ts'
import { difference, duration, quantity, type StatusKind } from '../../ui/index.ts'

export type Listed = Data<'dashboards.list'>[number]
export type Shown = Data<'dashboards.show'>
export type Frame = Listed['sections'][number]['panels'][number]
export type Panel = Shown['sections'][number]['panels'][number]
export type Content = NonNullable<Panel['content']>
export type ContentOf<Show extends Content['show']> = Extract<Content, { show: Show }>
export type Measured = ContentOf<'line' | 'value' | 'outcome'>

export const AUDIENCES: Record<Listed['audience'], string> = {
  engineers: 'For engineers',
  leaders: 'For leaders',
  customers: 'For customers',
}

export function measuredStatus({
  status,
  value,
  target,
  reason,
  expected,
}: Measured): { kind: StatusKind; word: string } | undefined {
  if (status === null) return value === null ? { kind: 'unk', word: 'No data' } : undefined
  if (status === 'unk') return { kind: 'unk', word: value === null ? 'No data' : 'Not known' }
  if (status === 'ok') return { kind: 'ok', word: target ? 'Met' : 'In range' }
  const isMissed =
    target && value !== null && (target.op === '>=' ? value < target.value : value > target.value)
  if (isMissed) return { kind: status, word: target.op === '>=' ? 'Below target' : 'Above target' }
  if (reason === 'it is outside of its expected range' && value !== null)
    return {
      kind: status,
      word: expected?.min != null && value < expected.min ? 'Below range' : 'Above range',
    }
  return { kind: status, word: 'Alarm raised' }
}

/** The sentence of a chart: what it shows, what it is now, and why that is not well. */
export function sentenceOf(title: string, content: Measured): string {
  const { value, unit, target, reason, before, band } = content
  const parts = [`${title}: ${value === null ? 'no data' : quantity(value, unit)}`]
  if (target) parts.push(`target ${targetWords(content)}`)
  if (before?.value != null && value !== null)
    parts.push(`${difference(value, before.value)} against ${agoWords(before.ago)}`)
  const said = [reason ? `${reason}.` : '', band?.sentence ?? ''].filter((one) => one !== '')
  return `${parts.join(', ')}. ${said.join(' ')}`.trim()
}

export function targetWords({ target, unit }: Pick<Measured, 'target' | 'unit'>): string {
  return target ? `${target.op === '>=' ? '≥' : '≤'} ${quantity(target.value, unit)}` : ''
}

/** `7d` as “a week before”. */
export function agoWords(ago: string): string {
  if (ago === '7d') return 'a week before'
  if (ago === '1d' || ago === '24h') return 'a day before'
  return `${ago.replace(/(\d)([a-z])/, '$1 $2')} before`
}

export function costWords(cost: number, currency: string | null): string {
  return `at most ${quantity(Math.round(cost), currency)}`
}

export const lasted = (ms: number) => duration(Math.round(ms / 1_000) * 1_000)
