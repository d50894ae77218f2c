/** Times in the words of people: the clock on their wall, with the day only when it is not today. */

/** For example `14:02 UTC`, or `23 Aug, 14:02 UTC` on another day than `nowMs`. An unknown zone is UTC. */
export function clockTime(atMs: number, nowMs: number, zone = 'UTC'): string {
  try {
    return writeTime(atMs, nowMs, zone)
  } catch (error) {
    if (error instanceof RangeError) return writeTime(atMs, nowMs, 'UTC')
    throw error
  }
}

function writeTime(atMs: number, nowMs: number, timeZone: string): string {
  const day = new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'short' })
  const time = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  }).format(atMs)
  return day.format(atMs) === day.format(nowMs) ? time : `${day.format(atMs)}, ${time}`
}
