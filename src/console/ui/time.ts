/** Times in words: the last day as `13:52`, older as `23 Aug`; durations as `2 min 40 s`. */

export type Moment = string | number | Date

const DAY_MS = 86_400_000
const THIN = ' '

const msOf = (at: Moment) => new Date(at).getTime()

/** `13:52` within a day of now, else `23 Aug`. */
export function clockTime(at: Moment, now = Date.now()): string {
  return Math.abs(now - msOf(at)) < DAY_MS
    ? hourOf(at)
    : new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })
}

/** `13:52:08` within a day of now, else `23 Aug, 13:52:08`. */
export function clockTimeExact(at: Moment, now = Date.now()): string {
  const time = hourOf(at, true)
  return Math.abs(now - msOf(at)) < DAY_MS ? time : `${clockTime(at, now)}, ${time}`
}

/** `13:52`, or `13:52:08` with seconds. */
export function hourOf(at: Moment, seconds = false): string {
  return new Date(at).toLocaleTimeString('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    ...(seconds ? { second: '2-digit' } : {}),
  })
}

/** The full timestamp with its zone, for titles and copies. */
export function fullTime(at: Moment): string {
  return new Date(at).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'long' })
}

/** Two units at most: `55 min 12 s`, `3 h 5 min`, `12 days`. */
export function duration(ms: number): string {
  const s = Math.max(0, Math.round(ms / 1000))
  if (ms > 0 && ms < 1000) return `${Math.round(ms)}${THIN}ms`
  if (s < 60) return `${s}${THIN}s`
  if (s < 3_600) return joined(Math.floor(s / 60), 'min', s % 60, 's')
  if (s < 48 * 3_600) return joined(Math.floor(s / 3_600), 'h', Math.floor((s % 3_600) / 60), 'min')
  return `${Math.round(s / 86_400)}${THIN}days`
}

function joined(big: number, bigUnit: string, small: number, smallUnit: string): string {
  return `${big}${THIN}${bigUnit}${small ? ` ${small}${THIN}${smallUnit}` : ''}`
}

/** One unit: `14 s old` is `ago(at)` with the words of the caller; here `14 s ago`. */
export function ago(at: Moment, now = Date.now()): string {
  const ms = now - msOf(at)
  if (ms < 0) return `in ${coarse(-ms)}`
  return ms < 5_000 ? 'just now' : `${coarse(ms)} ago`
}

function coarse(ms: number): string {
  const s = ms / 1000
  if (s < 60) return `${Math.round(s)}${THIN}s`
  if (s < 3_600) return `${Math.round(s / 60)}${THIN}min`
  if (s < 48 * 3_600) return `${Math.round(s / 3_600)}${THIN}h`
  return `${Math.round(s / 86_400)}${THIN}days`
}
