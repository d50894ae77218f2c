/** How being quiet is spoken of. */
import type { Data } from '../../data/index.ts'
import type { StatusKind } from '../../ui/index.ts'

export type QuietTime = Data<'silences.list'>[number]
export type SuppressionReason = Data<'alarms.list'>[number]['suppressedBy'][number]

const STATES: Readonly<Record<QuietTime['state'], { kind: StatusKind; word: string }>> = {
  active: { kind: 'run', word: 'Quiet now' },
  pending: { kind: 'info', word: 'To come' },
  ended: { kind: 'unk', word: 'Over' },
}
export const quietStatus = ({ state }: QuietTime) => STATES[state]

const REASONS: Readonly<Record<SuppressionReason['kind'], string>> = {
  silence: 'Silenced',
  maintenance: 'In maintenance',
  inhibition: 'Explained',
  dependency: 'Explained',
}

/** A word for why nobody is told. */
export function reasonWord({ kind, source }: SuppressionReason): string {
  return source ? `${REASONS[kind]} by ${source}` : REASONS[kind]
}

/** What it is about, in the words of whoever declared it. */
export function scopeWords(one: QuietTime): string {
  const { matchers, expression, components, environments } = one
  const names = [...components, ...environments].map((ref) => ref.slice(ref.indexOf(':') + 1))
  return [...matchers, ...(expression ? [expression] : []), ...names].join(', ')
}
