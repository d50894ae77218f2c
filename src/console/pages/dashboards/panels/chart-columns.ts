/** The columns a chart draws: moments, what is expected, the same long before, the lines, and where one is out of range. Pure. */
import type { Measured } from '../words.ts'

export interface Axis {
  readonly fromMs: number
  readonly toMs: number
  readonly moments: { readonly fromMs: number; readonly stepMs: number; readonly count: number }
}

type Column = (number | null)[]

export function chartColumns(
  { lines, expected, band, before }: Measured,
  { moments: { fromMs, stepMs, count } }: Axis,
): [number[], ...Column[]] {
  const moments = Array.from({ length: count }, (_, i) => (fromMs + i * stepMs) / 1_000)
  const all = (value: number | null): Column => new Array(count).fill(value)
  const bounds = boundsOf(expected, lines)
  // What was learned says more than a range that holds at all hours.
  const low: Column = band ? [...band.low] : all(bounds.low)
  const high: Column = band ? [...band.high] : all(bounds.high)
  const none = all(null)
  // What is better than usual is not marked, and while little is known nothing is.
  const bad: [Column, Column] = band
    ? [
        band.learning || band.good === 'low' ? none : low,
        band.learning || band.good === 'high' ? none : high,
      ]
    : [all(expected?.min ?? null), all(expected?.max ?? null)]
  const drawn = lines.map(({ values }): Column => [...values])
  return [
    moments,
    low,
    high,
    ...(before?.line ? [[...before.line.values]] : []),
    ...drawn,
    lines.length === 1 ? outOf(drawn[0]!, ...bad) : all(null),
  ]
}

/** A range that is open at one end reaches to what is drawn, so that the band does not push the line away. */
function boundsOf(
  expected: Measured['expected'],
  lines: Measured['lines'],
): { low: number | null; high: number | null } {
  if (!expected) return { low: null, high: null }
  const values = lines.flatMap((line) => line.values.filter((value) => value !== null))
  const most = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  const { min, max } = expected
  if (min !== null && max !== null) return { low: min, high: max }
  if (max !== null) return { low: Math.min(0, max), high: max }
  if (min === null || most < min) return { low: min, high: min }
  return { low: min, high: most }
}

/** Where the line is out of its range; a neighbour is taken along, so that the thick line meets the thin one. */
function outOf(line: Column, low: Column, high: Column): Column {
  const isOut = (i: number) => {
    const [value, least, most] = [line[i], low[i], high[i]]
    // What arithmetic adds to a share of 100 % is no departure.
    const slack = 1e-9 * Math.max(Math.abs(least ?? 0), Math.abs(most ?? 0))
    return (
      value != null &&
      ((least != null && value < least - slack) || (most != null && value > most + slack))
    )
  }
  return line.map((value, i) => (isOut(i) || isOut(i - 1) || isOut(i + 1) ? value : null))
}
