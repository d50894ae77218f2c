/**
 * Stretches of time, once or by a rule of RFC 5545 in a zone. What recurs is what the clock on the wall shows, from
 * its begin to its end: four hours from 22:00 end at 02:00 in the night in which clocks are set, too.
 */
import rrule from 'rrule'
import { defineError, messageOf } from './errors.ts'
import { instantOfWallClock, isZone, wallClockMs } from './zoned-time.ts'

export const BadSchedule = defineError('base.bad-schedule', 'bad-input', {
  message: (d: { why: string }) => `No time can be told from this: ${d.why}`,
  hint: 'Give a begin, an end after it and, to repeat it, an RRULE such as FREQ=WEEKLY;BYDAY=SA with a zone.',
})

export interface Recurrence {
  /** `FREQ=WEEKLY;BYDAY=SA`, without DTSTART. */
  readonly rule: string
  /** IANA zone in which it recurs. */
  readonly zone: string
  /** No occurrence begins then or later; null when it goes on. Milliseconds since 1970, as all here. */
  readonly untilMs: number | null
}

export interface Schedule {
  /** The first stretch: from here, */
  readonly startMs: number
  /** up to and without here. */
  readonly endMs: number
  readonly repeats: Recurrence | null
}

export interface Stretch {
  readonly startMs: number
  readonly endMs: number
}

const DAY_MS = 86_400_000
/** More of one look is a rule that was meant otherwise. */
const MOST = 10_000
const SMALLEST = new Set(['YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY', 'HOURLY'])

/** The stretches that overlap [fromMs, toMs), in order. @throws BadSchedule */
export function occurrencesOf(schedule: Schedule, fromMs: number, toMs: number): Stretch[] {
  const { startMs, endMs, repeats } = schedule
  const overlaps = (one: Stretch) => one.endMs > fromMs && one.startMs < toMs
  if (!repeats) return [{ startMs, endMs }].filter(overlaps)
  const { zone, untilMs } = repeats
  const { rule, wallMs, lengthMs } = compiled(schedule)
  const last = untilMs === null ? toMs : Math.min(toMs, untilMs)
  // A wall clock differs from UTC by less than a day.
  const walls = rule.between(
    new Date(Math.max(wallMs, fromMs - lengthMs - 2 * DAY_MS)),
    new Date(last + 2 * DAY_MS),
    true,
    (_, i) => i < MOST,
  )
  return walls
    .map((wall) => ({
      startMs: instantOfWallClock(zone, wall.getTime()),
      endMs: instantOfWallClock(zone, wall.getTime() + lengthMs),
    }))
    .filter((one) => one.endMs > one.startMs && one.startMs < last && overlaps(one))
}

/** Whether a moment lies in it, until when at the least, and when that changes; null when it never does. */
export function scheduleAt(
  schedule: Schedule,
  atMs: number,
): { readonly until: number | null; readonly nextMs: number | null } {
  const around = occurrencesOf(schedule, atMs, atMs + 1)
  if (around.length > 0) {
    const until = Math.max(...around.map(({ endMs }) => endMs))
    return { until, nextMs: until }
  }
  return { until: null, nextMs: nextStart(schedule, atMs) }
}

function nextStart(schedule: Schedule, atMs: number): number | null {
  const { startMs, repeats } = schedule
  if (!repeats) return startMs > atMs ? startMs : null
  for (const days of [2, 40, 400, 4_000]) {
    const [next] = occurrencesOf(schedule, atMs, atMs + days * DAY_MS)
    if (next) return next.startMs
  }
  return null
}

interface Compiled {
  readonly rule: InstanceType<typeof rrule.RRule>
  readonly wallMs: number
  readonly lengthMs: number
}
const known = new Map<string, Compiled>()

function compiled({ startMs, endMs, repeats }: Schedule): Compiled {
  const { rule: text, zone } = repeats!
  const key = `${startMs} ${endMs} ${zone} ${text}`
  const cached = known.get(key)
  if (cached) return cached
  if (!isZone(zone)) throw new BadSchedule({ why: `${zone} is no IANA zone` })
  const wallMs = wallClockMs(zone, startMs)
  const lengthMs = wallClockMs(zone, endMs) - wallMs
  if (lengthMs <= 0) throw new BadSchedule({ why: 'it ends before it begins' })
  const frequency = /(?:^|;)\s*FREQ=([A-Z]+)/i.exec(text)?.[1]?.toUpperCase()
  if (!frequency || !SMALLEST.has(frequency))
    throw new BadSchedule({
      why: `${text} does not say FREQ=HOURLY, DAILY, WEEKLY, MONTHLY or YEARLY`,
    })
  if (/DTSTART|TZID|\n/i.test(text))
    throw new BadSchedule({ why: 'the begin and the zone stand beside the rule, not in it' })
  try {
    const options = rrule.RRule.parseString(text)
    const rule = new rrule.RRule({ ...options, dtstart: new Date(wallMs) })
    if (known.size > 1_000) known.clear()
    const made = { rule, wallMs, lengthMs }
    known.set(key, made)
    return made
  } catch (cause) {
    throw new BadSchedule({ why: `${text}: ${messageOf(cause)}` }, { cause })
  }
}
