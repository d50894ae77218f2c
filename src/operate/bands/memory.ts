/**
 * Bands are remembered: learning one reads a week of values, and a chart asks every few seconds. A band is learned from
 * so far back as a chart reaches and the alarm’s own `learn` before that, as an alarm would know that has run all along.
 */
import type { Sql } from '#base'
import { labelsKey, type SignalReader } from '../alarms/index.ts'
import { type BaselineOptions, deploymentsOf } from '../baselines/index.ts'
import { BandTrack } from './track.ts'

/** What a band is made of. */
export interface BandTerms {
  readonly workload: string
  readonly query: string
  /** Of the signal’s component, without its kind; undefined when it has none. */
  readonly component: string | undefined
  readonly options: BaselineOptions
  readonly stepMs: number
  readonly learnMs: number
}

export interface TrackedSeries {
  readonly labels: Readonly<Record<string, string>>
  readonly track: BandTrack
}

export interface BandMemory {
  /** The bands of all series of a query, learned up to now, so that they hold from `fromMs` on. */
  tracks(terms: BandTerms, fromMs: number, nowMs: number): Promise<readonly TrackedSeries[]>
}

/** What is asked for now may still be on its way. */
const LATE_MS = 10_000
const MOST_REMEMBERED = 60
/** Charts reach so far back: one that reaches further is learned anew, once for each of these. */
const REACHES_MS = [6 * 3_600_000, 86_400_000, 7 * 86_400_000, 31 * 86_400_000]
/** So much more than its reach is kept before it is forgotten. */
const SPARE = 0.25
/** Of one question to the store. */
const MOST_POINTS = 10_000

interface Remembered {
  readonly reachMs: number
  /** From here on it is known how values stood. */
  keptFromMs: number
  readonly series: Map<string, TrackedSeries>
  readMs: number | undefined
  /** Readings follow one another. */
  reading: Promise<unknown>
}

export function createBandMemory(reader: Pick<SignalReader, 'range'>, sql: Sql): BandMemory {
  const remembered = new Map<string, Remembered>()

  function recall(terms: BandTerms, fromMs: number, nowMs: number): Remembered {
    const key = JSON.stringify(terms)
    const known = remembered.get(key)
    remembered.delete(key)
    const reachMs = REACHES_MS.find((one) => one >= nowMs - fromMs) ?? REACHES_MS.at(-1)!
    // Asked for the last six hours, what was learned for them an hour ago holds still.
    const one =
      known && known.keptFromMs <= Math.max(fromMs, nowMs - reachMs)
        ? known
        : {
            reachMs,
            keptFromMs: nowMs - reachMs - terms.stepMs,
            series: new Map<string, TrackedSeries>(),
            readMs: undefined,
            reading: Promise.resolve(),
          }
    remembered.set(key, one)
    if (remembered.size > MOST_REMEMBERED) remembered.delete(remembered.keys().next().value!)
    return one
  }

  async function extend(one: Remembered, terms: BandTerms, toMs: number): Promise<void> {
    const { workload, query, component, options, stepMs } = terms
    let fromMs =
      one.readMs === undefined ? floor(one.keptFromMs - terms.learnMs, stepMs) : one.readMs + stepMs
    if (fromMs > toMs) return
    const shifts = component ? await deploymentsOf(sql, workload, component, fromMs - stepMs) : []
    while (fromMs <= toMs) {
      const untilMs = Math.min(toMs, fromMs + (MOST_POINTS - 1) * stepMs)
      const all = await reader.range(query, { fromMs, toMs: untilMs, stepMs })
      for (const { labels, points } of all) {
        const key = labelsKey(labels)
        const series = one.series.get(key) ?? {
          labels,
          track: new BandTrack(options, stepMs, one.keptFromMs),
        }
        one.series.set(key, series)
        series.track.take(points, shifts)
      }
      one.readMs = untilMs
      fromMs = untilMs + stepMs
    }
    const oldestMs = toMs - one.reachMs - stepMs
    if (oldestMs - one.keptFromMs < SPARE * one.reachMs) return
    one.keptFromMs = oldestMs
    for (const { track } of one.series.values()) track.forgetBefore(oldestMs)
  }

  return {
    async tracks(terms, fromMs, nowMs) {
      const one = recall(terms, fromMs, nowMs)
      const toMs = floor(nowMs - LATE_MS, terms.stepMs)
      const reading = one.reading.catch(() => undefined).then(() => extend(one, terms, toMs))
      one.reading = reading
      await reading
      return [...one.series.values()]
    },
  }
}

const floor = (timeMs: number, stepMs: number) => Math.floor(timeMs / stepMs) * stepMs
