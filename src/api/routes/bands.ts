/** The expected band of a signal, whether or not an alarm looks at it. */
import { defineError, durationMs } from '#base'
import { loadModel, type Model } from '#model'
import { type Band, type BandMemory, baselineAlarmOf, type HealthReading, readBand } from '#operate'
import type { Handlers } from '../handlers.ts'
import type { Services } from '../services.ts'
import { NoSuchWorkload } from './model.ts'

export const NoBand = defineError('bands.no-band', 'not-found', {
  message: (d: { signal: string }) => `Nothing is known of a signal ${d.signal}.`,
  hint: 'Either the model does not declare it, or its query has never answered with a value.',
})

const POINTS = 180

export function bandHandlers({ ledger, bands }: Services): Handlers<'signals.band'> {
  const { sql } = ledger.database
  return {
    'signals.band': async ({ params, query: { workload, from } }) => {
      const model = await loadModel(sql, workload)
      if (!model) throw new NoSuchWorkload({ workload })
      const nowMs = Date.now()
      const times = timesOf(nowMs - durationMs(from), nowMs)
      const of = { signal: `signal:${params.signal}` }
      const band = await readBand({ model, bands }, of, times, nowMs)
      if (!band) throw new NoBand({ signal: params.signal })
      return { data: describeBand(band) }
    },
  }
}

/** The band of an outcome’s measure, at the moments of its course; null when no alarm looks at its baseline. */
export async function outcomeBand(
  from: { readonly model: Model; readonly bands: BandMemory },
  { signal, series }: Pick<HealthReading['outcomes'][number], 'signal' | 'series'>,
  nowMs: number,
) {
  if (series.length === 0 || baselineAlarmOf(from.model, signal) === undefined) return null
  const times = series.map(({ timeMs }) => timeMs)
  const band = await readBand(from, { signal }, times, nowMs)
  return band ? describeBand(band) : null
}

/** Round times, so that a line does not tremble from one reading to the next. */
function timesOf(fromMs: number, toMs: number): number[] {
  const stepMs = Math.max(1_000, Math.round((toMs - fromMs) / POINTS / 1_000) * 1_000)
  const lastMs = Math.floor(toMs / stepMs) * stepMs
  const count = Math.floor((lastMs - fromMs) / stepMs) + 1
  return Array.from({ length: count }, (_, i) => lastMs - (count - 1 - i) * stepMs)
}

export function describeBand({ stepMs, isLearning, departures, points, series, ...rest }: Band) {
  return {
    ...rest,
    everyMs: stepMs,
    series: { ...series },
    learning: isLearning,
    points: points.map((point) => ({ ...point })),
    departures: departures.map(({ fromMs, toMs, direction, words }) => ({
      from: new Date(fromMs).toISOString(),
      until: toMs === null ? null : new Date(toMs).toISOString(),
      direction,
      words,
    })),
  }
}
