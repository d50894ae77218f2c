/** When a signal was outside of what was expected of it, and whether that was better or worse. Pure. */
import type { Tracked } from './track.ts'
import { departureWords } from './words.ts'

export interface Departure {
  readonly fromMs: number
  /** Null while it lasts. */
  readonly toMs: number | null
  readonly direction: 'improvement' | 'degradation' | 'unusual'
  readonly words: string
}

/** A single value beyond a band is what bands are made for. */
const FEWEST = 2
/** What returns after so many values within the band has not been away. */
const MOST_WITHIN = 2

/** The newest first. What was seen in the first day of data is left out: nothing was expected yet. */
export function departuresOf(seen: readonly Tracked[], stepMs: number, unit: string): Departure[] {
  const runs: Tracked[][] = []
  for (const one of seen) {
    if (one.isCold || !one.band || one.direction === 'expected') continue
    const run = runs.at(-1)
    const last = run?.at(-1)
    const isSame =
      last?.direction === one.direction && one.timeMs - last.timeMs <= (MOST_WITHIN + 1) * stepMs
    if (run && isSame) run.push(one)
    else runs.push([one])
  }
  const endMs = seen.at(-1)?.timeMs
  return runs
    .filter((run) => run.length >= FEWEST)
    .map((run): Departure => {
      const [first, last] = [run[0]!, run.at(-1)!]
      const toMs = last.timeMs === endMs ? null : last.timeMs
      return {
        fromMs: first.timeMs,
        toMs,
        direction: first.direction as Departure['direction'],
        words: departureWords(run, unit),
      }
    })
    .reverse()
}
