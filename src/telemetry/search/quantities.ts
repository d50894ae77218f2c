/** Numbers and durations as they are written in a search. */
import { parseDuration } from '#base'

/** Milliseconds of the units that stand in values of attributes. */
export const UNITS_MS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1_000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
}

export function numberOf(text: string): number | undefined {
  return /^-?\d+(?:\.\d+)?(?:e[+-]?\d{1,2})?$/i.test(text) ? Number(text) : undefined
}

/** Milliseconds of `500ms`, `1.5s`, `250us`. */
export function msOf(text: string): number | undefined {
  const small = /^(\d+(?:\.\d+)?)(ns|us|µs)$/.exec(text)
  if (small) return Number(small[1]) * (small[2] === 'ns' ? 1e-6 : 1e-3)
  const ms = parseDuration(text)
  return ms !== undefined && Number.isFinite(ms) ? ms : undefined
}
