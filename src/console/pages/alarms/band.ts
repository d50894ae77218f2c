/** How the learned band of a signal is drawn and said: better and worse are told apart in words, and so is learning. */
import type { Data } from '../../data/index.ts'
import type { Point, StatusKind } from '../../ui/index.ts'

export type Band = Data<'signals.band'>

const STANDING: Record<NonNullable<Band['direction']>, { kind: StatusKind; word: string }> = {
  expected: { kind: 'ok', word: 'As expected' },
  improvement: { kind: 'info', word: 'Better than usual' },
  degradation: { kind: 'warn', word: 'Worse than usual' },
  unusual: { kind: 'warn', word: 'Unusual' },
}

export function bandStatus({ learning, direction }: Pick<Band, 'learning' | 'direction'>): {
  kind: StatusKind
  word: string
} {
  if (learning) return { kind: 'unk', word: 'Still learning' }
  return direction ? STANDING[direction] : { kind: 'unk', word: 'No data' }
}

export const departureStatus = (direction: NonNullable<Band['direction']>) => STANDING[direction]

/** What is better than usual is not marked as harm, and while it is learning nothing is. */
export function badSide({ learning, good }: Pick<Band, 'learning' | 'good'>) {
  if (learning) return 'none'
  return good === 'high' ? 'low' : good === 'low' ? 'high' : 'both'
}

/**
 * The line with the band below it. Of several series the one is drawn that the band is of.
 */
export function withBand(line: readonly (readonly [number, number | null])[], band: Band): Point[] {
  const byTime = new Map(band.points.map((point) => [point.timeMs, point]))
  return line.map(([atMs, value]) => {
    const { low = null, high = null, value: own = null } = byTime.get(atMs) ?? {}
    return {
      atMs,
      value: band.others > 0 ? own : value,
      low,
      high,
      bad: badSide(band),
    }
  })
}
