/** The expected band of a signal at the moments of a chart, with what is to be said of it. */
import { durationMs } from '#base'
import { type Model, type SpecOf, splitRef } from '#model'
import { baselineOptionsOf, type Good } from '../baselines/index.ts'
import { type Departure, departuresOf } from './departures.ts'
import type { BandMemory, BandTerms, TrackedSeries } from './memory.ts'
import { learning, standing } from './words.ts'

type Declared = NonNullable<SpecOf<'alarm'>['baseline']>

export interface BandPoint {
  readonly timeMs: number
  /** Of the series that is drawn, as the alarm compares it; null where there is none. */
  readonly value: number | null
  /** Null where nothing was expected. */
  readonly low: number | null
  readonly expected: number | null
  readonly high: number | null
}

export interface Band {
  /** signal:name */
  readonly signal: string
  readonly unit: string
  /** The alarm whose baseline it is; null when the signal has none. */
  readonly alarm: string | null
  readonly stepMs: number
  readonly learnMs: number
  /** Labels of the series that is drawn: of several, the one furthest from what is usual for it. */
  readonly series: Readonly<Record<string, string>>
  /** Series there are besides it. */
  readonly others: number
  /** One for each moment that was asked for. */
  readonly points: readonly BandPoint[]
  /** Which direction is an improvement. */
  readonly good: Good
  readonly isLearning: boolean
  /** How much data is behind it. */
  readonly knownMs: number
  /** How the newest value stands; null while it is learning, and when there is no value now. */
  readonly direction: 'improvement' | 'degradation' | 'unusual' | 'expected' | null
  readonly sentence: string
  /** When it was outside, the newest first. */
  readonly departures: readonly Departure[]
}

const DEFAULT: Omit<Declared, 'signal'> = { side: 'both', by: 1, every: '1m', learn: '7d' }

/** The baseline alarm of a signal, by its name; undefined when it has none. */
export function baselineAlarmOf(model: Model, signal: string): string | undefined {
  return model.all('alarm').find(({ spec }) => spec.baseline?.signal === signal)?.name
}

/**
 * Undefined when the signal is not declared, and when it has no value at all.
 *
 * @param of an alarm with a baseline, or a signal: then by the terms of its alarm, or the usual ones
 * @param times milliseconds since 1970, in order
 */
export async function readBand(
  { model, bands }: { readonly model: Model; readonly bands: BandMemory },
  of: { readonly alarm: string } | { readonly signal: string },
  times: readonly number[],
  nowMs: number,
): Promise<Band | undefined> {
  const alarm = 'alarm' in of ? of.alarm : (baselineAlarmOf(model, of.signal) ?? null)
  const declared = alarm === null ? undefined : model.get('alarm', alarm)?.spec.baseline
  const signal = 'signal' in of ? of.signal : declared?.signal
  const spec = signal === undefined ? undefined : model.find(signal, 'signal')?.spec
  if (signal === undefined || !spec) return undefined
  const { side, every, learn } = declared ?? DEFAULT
  const terms: BandTerms = {
    workload: model.workload,
    query: spec.query,
    component: spec.component && splitRef(spec.component).name,
    options: baselineOptionsOf(model, signal, side),
    stepMs: durationMs(every),
    learnMs: durationMs(learn),
  }
  const [fromMs, toMs] = [times[0] ?? nowMs, times.at(-1) ?? nowMs]
  const all = await bands.tracks(terms, fromMs, nowMs)
  const drawn = furthest(all)
  if (!drawn) return undefined
  const { track, labels } = drawn
  const { stepMs, learnMs } = terms
  const { unit } = spec
  const last = track.last && nowMs - track.last.timeMs <= 3 * stepMs ? track.last : undefined
  return {
    ...{ signal, unit, alarm, stepMs, learnMs, series: labels, others: all.length - 1 },
    points: times.map((timeMs) => {
      const { low = null, expected = null, high = null } = track.bandAt(timeMs) ?? {}
      return { timeMs, value: track.valueAt(timeMs) ?? null, low, expected, high }
    }),
    good: terms.options.good ?? 'steady',
    isLearning: track.isCold,
    knownMs: track.knownMs,
    direction: track.isCold || !last?.band ? null : last.direction,
    sentence: track.isCold
      ? learning(track.knownMs, track.bandAt(toMs) ?? track.last?.band, unit)
      : last
        ? standing(last, unit)
        : 'There is no value now to compare.',
    departures: departuresOf(track.between(fromMs, toMs), stepMs, unit),
  }
}

/** Of several the one that is furthest outside of its own band. */
function furthest(all: readonly TrackedSeries[]): TrackedSeries | undefined {
  const far = ({ track }: TrackedSeries) => Math.abs(track.last?.deviation ?? 0)
  return all.reduce<TrackedSeries | undefined>(
    (one, other) => (one && far(one) >= far(other) ? one : other),
    undefined,
  )
}
