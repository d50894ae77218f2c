/** One signal measured: its value, how old that is, and its recent past as one line. */
import { messageOf } from '#base'
import type { SignalPoint, SignalReader } from '../alarms/index.ts'

export interface Span {
  readonly rangeMs: number
  readonly stepMs: number
}

/** As much as is kept in memory with room for the look back of PromQL. */
const RECENT: Span = { rangeMs: 15 * 60_000, stepMs: 15_000 }

/** A value that is older is not the present any more. */
const STALE_AFTER_MS = 60_000

/** Which of several values speaks for a signal: the one that is worst. */
export type Worst = 'lowest' | 'highest'

export interface Measurement {
  /** Null when nobody knows it: no sample, or an old one. */
  readonly value: number | null
  /** Age of the newest sample; null when there is none in the last five minutes. */
  readonly sampleAgeMs: number | null
  /** Oldest first, without the moments that have no value. */
  readonly series: readonly SignalPoint[]
  /** How many label sets the signal has now. */
  readonly instances: number
  /** Why the value is unknown, in words; null when it is known. */
  readonly unknown: string | null
}

export async function measure(
  reader: SignalReader,
  query: string,
  options: { readonly worst: Worst; readonly nowMs: number; readonly span?: Span },
): Promise<Measurement> {
  const { worst, nowMs, span = RECENT } = options
  try {
    const newestMs = await reader.newestMs(query, nowMs)
    const line = await lineOf(reader, query, { worst, nowMs, span })
    // A window that slides over silence would show a change that nobody measured.
    const series = line.filter(({ timeMs }) => timeMs <= (newestMs ?? nowMs))
    if (newestMs === undefined) return unknown('no sample in the last five minutes', null, series)
    const sampleAgeMs = Math.max(0, nowMs - newestMs)
    if (sampleAgeMs > STALE_AFTER_MS)
      return unknown('no sample in the last minute', sampleAgeMs, series)
    const samples = (await reader.instant(query, newestMs)).filter(isMeasured)
    if (samples.length === 0) return unknown('its query answers with nothing', sampleAgeMs, series)
    const value = worstOf(
      samples.map((sample) => sample.value),
      worst,
    )
    return { value, sampleAgeMs, series, instances: samples.length, unknown: null }
  } catch (error) {
    return unknown(messageOf(error), null, [])
  }
}

async function lineOf(
  reader: SignalReader,
  query: string,
  { worst, nowMs, span }: { worst: Worst; nowMs: number; span: Span },
): Promise<SignalPoint[]> {
  const { rangeMs, stepMs } = span
  // Steps at round times, so that the line does not tremble from one reading to the next.
  const toMs = Math.floor(nowMs / stepMs) * stepMs
  const all = await reader.range(query, { fromMs: toMs - rangeMs, toMs, stepMs })
  const byTime = new Map<number, number>()
  for (const { points } of all)
    for (const point of points.filter(isMeasured)) {
      const other = byTime.get(point.timeMs)
      byTime.set(
        point.timeMs,
        other === undefined ? point.value : worstOf([other, point.value], worst),
      )
    }
  return [...byTime].sort(([a], [b]) => a - b).map(([timeMs, value]) => ({ timeMs, value }))
}

const isMeasured = ({ value }: { readonly value: number }) => Number.isFinite(value)

function worstOf(values: readonly number[], worst: Worst): number {
  return values.reduce((a, b) => (worst === 'lowest' ? Math.min(a, b) : Math.max(a, b)))
}

function unknown(
  why: string,
  sampleAgeMs: number | null,
  series: readonly SignalPoint[],
): Measurement {
  return { value: null, sampleAgeMs, series, instances: 0, unknown: why }
}
