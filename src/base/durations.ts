/**
 * Durations as people write them: `250ms`, `5m`, `1h30m`, `7d`.
 * Inside, a duration is a number of milliseconds and its name ends in `Ms`.
 */
import { z } from 'zod'

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  y: 31_536_000_000,
}
const SHAPE = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d|w|y))+$/
const PART = /(\d+(?:\.\d+)?)(ms|s|m|h|d|w|y)/g

/** Milliseconds of a written duration, or undefined when it is not one. */
export function parseDuration(text: string): number | undefined {
  if (!SHAPE.test(text)) return undefined
  let ms = 0
  for (const [, amount, unit] of text.matchAll(PART)) ms += Number(amount) * UNITS[unit!]!
  return ms
}

/** Milliseconds of a duration that is known to be well written. */
export function durationMs(text: string): number {
  const ms = parseDuration(text)
  if (ms === undefined) throw new Error(`not a duration: ${text}`)
  return ms
}

/** Writes milliseconds with at most two units, for people: `2m 14s`, `55m`, `3d 4h`. */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)}ms`
  const parts: string[] = []
  let rest = ms
  for (const unit of ['d', 'h', 'm', 's'] as const) {
    const size = UNITS[unit]!
    const amount = unit === 's' ? Math.round(rest / size) : Math.floor(rest / size)
    if (amount > 0) parts.push(`${amount}${unit}`)
    rest -= amount * size
    if (parts.length === 2) break
  }
  return parts.join(' ') || '0s'
}

/** A duration in a schema: text such as `5m`. */
export const Duration = z
  .string()
  .refine(
    (text) => parseDuration(text) !== undefined,
    'must be a duration such as 30s, 5m or 1h30m',
  )
