/** How journeys are spoken of. */
import type { Data } from '../../data/index.ts'
import type { StatusKind } from '../../ui/index.ts'

export type Journey = Data<'journeys.list'>[number]

type Standing = Pick<Journey, 'state' | 'reason'>

export function journeyStatus({ state, reason }: Standing): { kind: StatusKind; word: string } {
  if (reason === 'no-browser') return { kind: 'unk', word: 'No browser here' }
  if (reason === 'no-secret') return { kind: 'unk', word: 'No secret here' }
  switch (state) {
    case 'ok':
      return { kind: 'ok', word: 'Goes through' }
    case 'failing':
      return { kind: 'crit', word: 'Fails' }
    default:
      return { kind: 'unk', word: 'Not walked' }
  }
}

export const bare = (ref: string) => ref.slice(ref.indexOf(':') + 1)
export const share = (part: number | null) =>
  part === null ? '—' : `${(100 * part).toFixed(part === 1 ? 0 : 1)} %`
export const took = (ms: number | null) => (ms === null ? '—' : `${Math.round(ms)} ms`)
