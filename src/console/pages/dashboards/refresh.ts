/** How often the page asks again: in the address, since a wall and a phone want different things. */
import { useFilter } from '../../data/index.ts'

export const REFRESHES: Readonly<Record<string, number>> = {
  off: 0,
  '5s': 5_000,
  '10s': 10_000,
  '30s': 30_000,
  '1m': 60_000,
  '5m': 300_000,
}

/** A long range changes slowly and costs more: it is asked less often unless told. */
export function useRefresh(spanMs: number | undefined): {
  readonly value: string
  readonly everyMs: number
  readonly set: (value: string) => void
} {
  const otherwise = spanMs !== undefined && spanMs > 3 * 3_600_000 ? '1m' : '10s'
  const [value, set] = useFilter('refresh', otherwise)
  return { value, everyMs: REFRESHES[value] ?? 0, set }
}
