/** What a band says, in words: how well it is known, how wide it is, and how a value stands in it. Pure. */
import type { ExpectedBand, Observation } from '../baselines/index.ts'
import type { Tracked } from './track.ts'

const FELT: Record<Observation['direction'], string> = {
  improvement: 'Better than usual',
  degradation: 'Worse than usual',
  unusual: 'Unusual',
  expected: 'As expected',
}

/** How a value stands in the band that was expected of it, and how far outside. */
export function standing(one: Tracked, unit: string): string {
  const { value, band, deviation, direction } = one
  if (!band) return `${amount(value, unit)}; nothing is expected yet.`
  const far =
    deviation === 0
      ? ''
      : `, ${figure(Math.abs(deviation))} half widths ${deviation > 0 ? 'above' : 'below'} the band`
  return `${FELT[direction]}: ${amount(value, unit)}, where ${span(band, unit)} is usual now${far}.`
}

/** In the first day it is said that little is known, and how wide the band is because of that. */
export function learning(knownMs: number, band: ExpectedBand | undefined, unit: string): string {
  const so = `Still learning: ${lengthOf(knownMs)} of data so far, and a day of it makes a baseline`
  if (!band) return `${so}. There is no band before ten values.`
  const { expected, low, high } = band
  const share =
    expected === 0 ? '' : ` (${Math.round(((high - low) / Math.abs(expected)) * 100)} %)`
  return `${so}. Until then the band is wide and says little: ${span(band, unit)}, that is ${amount(high - low, unit)}${share} from edge to edge around ${amount(expected, unit)}, and the alarm stays silent.`
}

/** “Worse than usual, as far as 3.1 /min, where 30 to 58 /min was usual”. */
export function departureWords(run: readonly Tracked[], unit: string): string {
  const furthest = run.reduce((a, b) => (Math.abs(b.deviation) > Math.abs(a.deviation) ? b : a))
  const { direction, value, band, deviation } = furthest
  const felt =
    direction === 'unusual' ? (deviation > 0 ? 'Higher' : 'Lower') : FELT[direction].split(' ')[0]
  return `${felt} than usual, as far as ${amount(value, unit)}, where ${span(band!, unit)} was usual`
}

/** `22 min`, `5 h`, `12 days`. */
export function lengthOf(ms: number): string {
  const minutes = Math.floor(ms / 60_000)
  if (minutes < 120) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} days`
}

const span = ({ low, high }: ExpectedBand, unit: string) =>
  `${figure(low)} to ${amount(high, unit)}`
const amount = (value: number, unit: string) => `${figure(value)}${unit && ` ${unit}`}`
const figure = (value: number) => String(Number(value.toPrecision(3)))
