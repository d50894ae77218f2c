/** What uPlot is told: one line, its band, the parts outside it again and thicker, quiet axes. */
import type uPlot from 'uplot'
import { type ChartMarks, marksPlugin } from './chart-marks.ts'
import { figure } from './number.ts'

export interface Point {
  readonly atMs: number
  /** Null where samples are missing: a gap, not a line. */
  readonly value: number | null
  readonly low?: number | null
  readonly high?: number | null
  /** On which side outside is bad, and marked; both unless told. */
  readonly bad?: 'low' | 'high' | 'both' | 'none'
}

export const cssOf = (name: string) =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()

/** x, low, high, value, value where it is out of range. */
export function chartData(points: readonly Point[]): uPlot.AlignedData {
  const isOut = ({ value, low, high, bad = 'both' }: Point) =>
    value !== null &&
    ((low != null && value < low && (bad === 'low' || bad === 'both')) ||
      (high != null && value > high && (bad === 'high' || bad === 'both')))
  return [
    points.map(({ atMs }) => atMs / 1000),
    points.map(({ low }) => low ?? null),
    points.map(({ high }) => high ?? null),
    points.map(({ value }) => value),
    // A neighbour is taken along, so that the thick line meets the thin one.
    points.map((point, i) =>
      isOut(point) ||
      (points[i - 1] && isOut(points[i - 1]!)) ||
      (points[i + 1] && isOut(points[i + 1]!))
        ? point.value
        : null,
    ),
  ]
}

export interface ChartLook extends ChartMarks {
  readonly width: number
  readonly height: number
  readonly fromMs?: number
  readonly toMs?: number
  readonly axes: boolean
  /** Dragging chose a range. */
  readonly onSelect?: (fromMs: number, toMs: number) => void
}

export function chartOptions(look: ChartLook): uPlot.Options {
  const { width, height, fromMs, toMs, axes, onSelect, target } = look
  return {
    width,
    height,
    legend: { show: false },
    cursor: {
      sync: { key: 'page' },
      drag: { x: onSelect !== undefined, y: false, setScale: false },
      points: { size: 6 },
      y: false,
    },
    padding: [6, 6, 0, 2],
    scales: {
      x: {
        time: true,
        ...(fromMs !== undefined && toMs !== undefined
          ? { range: [fromMs / 1000, toMs / 1000] }
          : {}),
      },
      y: { range: ({ data }, low, high) => rangeOf(...fitted(data, low, high), target) },
    },
    axes: axesOf(axes),
    series: [
      {},
      { stroke: 'transparent', points: { show: false } },
      { stroke: 'transparent', points: { show: false } },
      { stroke: cssOf('series'), width: 1.5, points: { show: false } },
      { stroke: cssOf('crit-mark'), width: 2.5, points: { show: false } },
    ],
    bands: [{ series: [2, 1], fill: cssOf('band') }],
    plugins: [marksPlugin(look)],
    hooks: {
      setSelect: [
        ({ select, posToVal }) => {
          if (select.width > 4 && onSelect)
            onSelect(
              posToVal(select.left, 'x') * 1000,
              posToVal(select.left + select.width, 'x') * 1000,
            )
        },
      ],
    },
  }
}

/** Time below, figures on the left. */
export function axesOf(show = true): uPlot.Axis[] {
  const axis = {
    show,
    stroke: cssOf('muted'),
    font: '11px "Inter Variable", sans-serif',
    grid: { stroke: cssOf('line'), width: 1 },
    ticks: { show: false },
  }
  return [
    { ...axis, grid: { show: false }, size: 22, space: 64, values: clockTimes },
    { ...axis, size: 42, space: 34, values: (_, ticks) => ticks.map(figure) },
  ]
}

/** A band that is far wider than what is drawn goes on beyond the picture, so that it does not flatten the line. */
export function fitted(
  [, , , ...lines]: uPlot.AlignedData,
  low: number,
  high: number,
): [low: number, high: number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const line of lines)
    for (const value of line ?? [])
      if (value != null) [least, most] = [Math.min(least, value), Math.max(most, value)]
  if (least > most) return [low, high]
  const room = 2 * Math.max(most - least, Math.abs(most) / 2)
  return [Math.max(low, least - room), Math.min(high, most + room)]
}

/** Room above and below; the target always shows. */
export function rangeOf(low: number, high: number, target?: number): [number, number] {
  const from = Math.min(low ?? 0, target ?? Number.POSITIVE_INFINITY)
  const to = Math.max(high ?? 1, target ?? Number.NEGATIVE_INFINITY)
  const room = (to - from || Math.abs(to) || 1) * 0.08
  return [from - room, to + room]
}

function clockTimes(_: uPlot, seconds: number[]): string[] {
  const span = (seconds.at(-1) ?? 0) - (seconds[0] ?? 0)
  if (span > 2 * 86_400) return seconds.map((s) => write.day.format(s * 1000))
  return seconds.map((s) => (span < 180 ? write.second : write.minute).format(s * 1000))
}

const write = {
  day: new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' }),
  minute: new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }),
  second: new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' }),
}
