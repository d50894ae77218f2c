/** Many lines on one canvas. Dragging marks a stretch of time; the pointer tells which line is nearest. */
import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { useTheme } from '../../../data/theme.ts'
import { axesOf, cssOf, rangeOf } from '../../../ui/chart-options.ts'
import { dashOf, tokenOf } from '../line-look.ts'
import { alignedData, type ShownSeries } from './series.ts'
import '../../../ui/timeseries.css'

export interface SeriesChartProps {
  readonly series: readonly ShownSeries[]
  /** Place of each in the legend, which gives it its colour. */
  readonly placeOf: ReadonlyMap<string, number>
  readonly label: string
  readonly fromMs: number
  readonly toMs: number
  readonly onSelect: (fromMs: number, toMs: number) => void
  /** A point in time was clicked. */
  readonly onPoint: (atMs: number) => void
  readonly height?: number
}

export function SeriesChart(props: SeriesChartProps) {
  const { series, placeOf, label, fromMs, toMs, onSelect, onPoint, height = 260 } = props
  const box = useRef<HTMLDivElement>(null)
  const theme = useTheme()
  const told = useRef({ onSelect, onPoint })
  told.current = { onSelect, onPoint }
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme changes the tokens read here
  useEffect(() => {
    const element = box.current
    if (!element) return
    const lines = series.map(({ key, words }): uPlot.Series => {
      const place = placeOf.get(key) ?? 0
      const dash = dashOf(place)
      return {
        label: words,
        stroke: cssOf(tokenOf(place)),
        width: 1.5,
        points: { show: series.length === 1 && series[0]!.points.length < 3, size: 5 },
        ...(dash ? { dash } : {}),
      }
    })
    const options: uPlot.Options = {
      width: element.clientWidth || 300,
      height,
      legend: { show: false },
      cursor: { drag: { x: true, y: false, setScale: false }, y: false, focus: { prox: 24 } },
      focus: { alpha: 0.3 },
      padding: [6, 6, 0, 2],
      scales: {
        x: { time: true, range: [fromMs / 1_000, toMs / 1_000] },
        y: { range: (_, low, high) => rangeOf(low, high) },
      },
      axes: axesOf(),
      series: [{}, ...lines],
      hooks: {
        setSelect: [
          ({ select: { left, width }, posToVal }) => {
            if (width > 4)
              told.current.onSelect(
                posToVal(left, 'x') * 1_000,
                posToVal(left + width, 'x') * 1_000,
              )
          },
        ],
      },
    }
    const chart = new uPlot(options, alignedData(series), element)
    chart.over.addEventListener('click', () => {
      const { left = -1 } = chart.cursor
      if (left >= 0 && chart.select.width <= 4)
        told.current.onPoint(chart.posToVal(left, 'x') * 1_000)
    })
    const watcher = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height }))
    watcher.observe(element)
    return () => {
      watcher.disconnect()
      chart.destroy()
    }
  }, [series, placeOf, theme, fromMs, toMs, height])
  return (
    <div
      ref={box}
      className="chart"
      role="img"
      aria-label={label}
      data-lines={series.length}
      style={{ height }}
    />
  )
}
