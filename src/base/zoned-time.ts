/**
 * Local times of an IANA zone as instants. Clocks are set forward and back: a local time that does not
 * exist is the first instant after the gap, and one that exists twice is the first of the two.
 */

const DAY_MS = 86_400_000
const formats = new Map<string, Intl.DateTimeFormat>()

/** A day and a time of day on a wall clock. */
export interface LocalTime {
  readonly year: number
  /** From 1. */
  readonly month: number
  /** From 1; may lie beyond the month, as in 32 January. */
  readonly day: number
  readonly hour: number
  readonly minute: number
}

/** How far the zone’s clocks are ahead of UTC at an instant, in milliseconds. Throws RangeError for no zone. */
export function offsetMs(zone: string, atMs: number): number {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    formats.set(zone, format)
  }
  const part: Record<string, number> = {}
  for (const { type, value } of format.formatToParts(atMs)) part[type] = Number(value)
  const local = Date.UTC(
    part.year!,
    part.month! - 1,
    part.day!,
    part.hour!,
    part.minute!,
    part.second!,
  )
  return local - Math.floor(atMs / 1_000) * 1_000
}

export function isZone(zone: string): boolean {
  try {
    offsetMs(zone, 0)
    return true
  } catch {
    return false
  }
}

/** The instant of a local time, in milliseconds since 1970. */
export function instantOf(zone: string, local: LocalTime): number {
  const wall = Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute)
  const before = offsetMs(zone, wall - 2 * DAY_MS)
  const after = offsetMs(zone, wall + 2 * DAY_MS)
  const near = [before, after, offsetMs(zone, wall - before), offsetMs(zone, wall - after)]
  const exact = [...new Set(near)]
    .map((offset) => wall - offset)
    .filter((at) => offsetMs(zone, at) === wall - at)
  if (exact.length > 0) return Math.min(...exact)
  return firstAfterGap(zone, wall)
}

/** What a wall clock of the zone shows at an instant, as if it were UTC: milliseconds since 1970. */
export function wallClockMs(zone: string, atMs: number): number {
  return atMs + offsetMs(zone, atMs)
}

/** The instant at which a wall clock first shows a time that is given as if it were UTC. */
export function instantOfWallClock(zone: string, wallMs: number): number {
  const wall = new Date(wallMs)
  const minute = instantOf(zone, {
    year: wall.getUTCFullYear(),
    month: wall.getUTCMonth() + 1,
    day: wall.getUTCDate(),
    hour: wall.getUTCHours(),
    minute: wall.getUTCMinutes(),
  })
  // A time that was skipped has no seconds of its own.
  const restMs = ((wallMs % 60_000) + 60_000) % 60_000
  return wallClockMs(zone, minute) + restMs === wallMs ? minute + restMs : minute
}

/** The first instant whose local time is past the one that was skipped. */
function firstAfterGap(zone: string, wall: number): number {
  let low = wall - 2 * DAY_MS
  let high = wall + 2 * DAY_MS
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (middle + offsetMs(zone, middle) >= wall) high = middle
    else low = middle
  }
  return high
}
