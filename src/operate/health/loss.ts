/** What a missed outcome costs, in its own unit: how far it is from its target, each minute, and so far. Pure. */

export interface Loss {
  /** How far the value is on the wrong side of the target; in the unit of the signal. */
  readonly shortfall: number
  readonly unit: string
  /** What is lost each minute, in `lostUnit`; null when the measure is no flow: a share or a time loses nothing each minute. */
  readonly perMinute: number | null
  /** What was lost since it is missed, as far back as its course reaches; null when the measure is no flow. */
  readonly soFar: number | null
  /** `EUR` for `EUR/min`; empty when things are counted that have no unit. */
  readonly lostUnit: string
}

interface Missed {
  readonly value: number | null
  readonly unit: string
  readonly target: { readonly op: '>=' | '<='; readonly value: number }
  readonly series: readonly { readonly timeMs: number; readonly value: number }[]
  /** ISO 8601; null while it is met or unknown. */
  readonly missedSince: string | null
}

const PER_MINUTE: Readonly<Record<string, number>> = { s: 60, min: 1, h: 1 / 60, d: 1 / 1440 }

/** Null while it is met, and when nobody knows the value. */
export function lossOf(missed: Missed, nowMs: number): Loss | null {
  const { value, unit, target, series, missedSince } = missed
  if (value === null || missedSince === null) return null
  const short = (one: number) =>
    Math.max(0, target.op === '>=' ? target.value - one : one - target.value)
  const [, lostUnit = '', per = ''] = /^(.*)\/(s|min|h|d)$/.exec(unit) ?? []
  const factor = target.op === '>=' ? PER_MINUTE[per] : undefined
  const shortfall = short(value)
  if (factor === undefined) return { shortfall, unit, perMinute: null, soFar: null, lostUnit: '' }
  const sinceMs = Date.parse(missedSince)
  const points = series.filter(({ timeMs }) => timeMs >= sinceMs)
  const soFar = points.reduce((sum, point, at) => {
    const untilMs = points[at + 1]?.timeMs ?? nowMs
    return sum + (short(point.value) * factor * (untilMs - point.timeMs)) / 60_000
  }, 0)
  return { shortfall, unit, perMinute: shortfall * factor, soFar, lostUnit: lostUnit.trim() }
}

/** “16 /min below its target”. */
export function shortfallWords({ shortfall, unit }: Loss, op: '>=' | '<='): string {
  const amount = `${Number(shortfall.toPrecision(3))}${unit && ` ${unit}`}`
  return `${amount} ${op === '>=' ? 'below' : 'above'} its target`
}
