/**
 * Lines of a panel on one canvas. The crosshair is that of all charts of the page; a click leads to the moment,
 * dragging chooses a range. New data is put into the canvas that is there, so that a refresh keeps the crosshair.
 */
import { type RefObject, useEffect, useRef } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { useTheme } from '../../../data/theme.ts'
import { type ChartMarks, marksPlugin } from '../../../ui/chart-marks.ts'
import { axesOf, cssOf, fitted, rangeOf } from '../../../ui/chart-options.ts'
import type { Measured } from '../words.ts'
import { type Axis, chartColumns } from './chart-columns.ts'
import '../../../ui/timeseries.css'

/** Moves the crosshair of all charts of the page to a moment, or away. */
export type MoveCrosshair = (atMs: number | null) => void

const SYNC = 'dashboard'

const moveCrosshair: MoveCrosshair = (atMs) => {
  for (const plot of uPlot.sync(SYNC).plots) {
    const left = atMs === null ? -10 : plot.valToPos(atMs / 1_000, 'x')
    plot.setCursor({ left, top: atMs === null ? -10 : plot.over.clientHeight / 2 })
  }
}

export interface LinesChartProps {
  readonly content: Measured
  readonly axis: Axis
  readonly label: string
  readonly axes?: boolean
  readonly marks: ChartMarks['marks']
  /** Incidents: their spans are shaded. */
  readonly spans: readonly { readonly fromMs: number; readonly toMs: number | null }[]
  /** Takes the crosshair along when keys move it. */
  readonly crosshair: RefObject<MoveCrosshair | null>
  /** The crosshair is on this moment, by its place; null when it left. */
  readonly onCursor: (place: number | null) => void
  readonly onPoint?: ((atMs: number) => void) | undefined
  readonly onSelect: (fromMs: number, toMs: number) => void
}

export function LinesChart(props: LinesChartProps) {
  const { content, axis, label, axes = true, crosshair } = props
  const box = useRef<HTMLDivElement>(null)
  const theme = useTheme()
  const chart = useRef<uPlot>(undefined)
  const now = useRef(props)
  now.current = props
  const { lines, before, target } = content
  const structure = [lines.length, before?.line ? 1 : 0, target?.value, axes, theme].join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the structure stands for what the canvas is made of
  useEffect(() => {
    const element = box.current
    if (!element) return
    const made = new uPlot(
      optionsOf(now, sizeOf(element)),
      chartColumns(now.current.content, now.current.axis),
      element,
    )
    chart.current = made
    crosshair.current = moveCrosshair
    made.over.addEventListener('click', () => {
      const { left = -1 } = made.cursor
      if (left >= 0 && made.select.width <= 4)
        now.current.onPoint?.(made.posToVal(left, 'x') * 1_000)
    })
    const watcher = new ResizeObserver(() => {
      const size = sizeOf(element)
      if (size.width !== made.width || size.height !== made.height) made.setSize(size)
    })
    watcher.observe(element)
    return () => {
      watcher.disconnect()
      made.destroy()
      chart.current = undefined
    }
  }, [structure])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same canvas takes new data
  useEffect(() => {
    chart.current?.setData(chartColumns(content, axis))
  }, [content, axis, props.marks, props.spans])
  return <div ref={box} className="chart" role="img" aria-label={label} />
}

/** What its panel leaves to it. */
const sizeOf = ({ clientWidth, clientHeight }: HTMLElement) => ({
  width: clientWidth || 300,
  height: clientHeight || 120,
})

function optionsOf(
  now: RefObject<LinesChartProps>,
  { width, height }: { width: number; height: number },
): uPlot.Options {
  const { content, axes } = now.current
  const { lines, before, target } = content
  const isOne = lines.length < 2
  const hidden = { stroke: 'transparent', points: { show: false } }
  const drawn = lines.map(
    (_, place): uPlot.Series => ({
      stroke: isOne ? cssOf('series') : cssOf(`cat-${place + 1}`),
      width: 1.5,
      // A value between two gaps would not be seen at all.
      points: { show: false },
    }),
  )
  return {
    width,
    height,
    legend: { show: false },
    cursor: {
      sync: { key: SYNC },
      drag: { x: true, y: false, setScale: false },
      points: { size: 6 },
      y: false,
    },
    padding: [6, 6, 0, 2],
    scales: {
      x: {
        time: true,
        range: () => [now.current.axis.fromMs / 1_000, now.current.axis.toMs / 1_000],
      },
      y: {
        range: ({ data }, low, high) =>
          fromZero(low, rangeOf(...fitted(data, low, high), target?.value)),
      },
    },
    axes: axesOf(axes),
    series: [
      {},
      hidden,
      hidden,
      ...(before?.line
        ? [{ stroke: cssOf('muted'), width: 1, dash: [4, 4], points: { show: false } }]
        : []),
      ...drawn,
      { stroke: cssOf('crit-mark'), width: 2.5, points: { show: false } },
    ],
    bands: [{ series: [2, 1], fill: cssOf('band') }],
    plugins: [livingMarks(now)],
    hooks: {
      setCursor: [
        ({ cursor }) => {
          const isOver = cursor.left !== undefined && cursor.left >= 0
          now.current.onCursor(isOver ? (cursor.idx ?? null) : null)
        },
      ],
      setSelect: [
        ({ select: { left, width: wide }, posToVal }) => {
          if (wide > 4)
            now.current.onSelect(posToVal(left, 'x') * 1_000, posToVal(left + wide, 'x') * 1_000)
        },
      ],
    },
  }
}

/** What is never negative is not shown as if it could be. */
function fromZero(low: number | null, [from, to]: [number, number]): [number, number] {
  return (low ?? 0) >= 0 && from < 0 ? [0, to > 0 ? to : 1] : [from, to]
}

/** Marks and spans as they are when the canvas is drawn, not when it was made. */
function livingMarks(now: RefObject<LinesChartProps>): uPlot.Plugin {
  const parts = () => {
    const { marks, spans, content } = now.current
    const target = content.target?.value
    return [
      ...spans.map((span) => marksPlugin({ marks: [], span })),
      marksPlugin({ marks, ...(target === undefined ? {} : { target }) }),
    ]
  }
  const draw = (hook: 'drawClear' | 'draw') => (chart: uPlot) => {
    for (const { hooks } of parts()) (hooks[hook] as ((chart: uPlot) => void) | undefined)?.(chart)
  }
  return { hooks: { drawClear: draw('drawClear'), draw: draw('draw') } }
}
