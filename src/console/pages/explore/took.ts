/** How long something took, with the digits that matter: `380 µs`, `80.6 ms`, `1.24 s`. */
import { duration, quantity } from '../../ui/index.ts'

export function took(ms: number | null): string {
  if (ms === null) return '—'
  if (ms === 0) return quantity(0, 'ms')
  if (ms < 1) return quantity(Math.round(ms * 1_000), 'µs')
  if (ms < 1_000) return quantity(ms, 'ms')
  return ms < 60_000 ? quantity(Math.round(ms / 10) / 100, 's') : duration(ms)
}
