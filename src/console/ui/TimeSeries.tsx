/** A time series with its expected band: a picture with a sentence, and a table for those who prefer it. */
import { useEffect, useRef, useState } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { useTheme } from '../shell/theme.ts'
import { Button } from './Button.tsx'
import type { ChartMarks } from './chart-marks.ts'
import { chartData, chartOptions, type Point } from './chart-options.ts'
import { quantity } from './number.ts'
import { hourOf } from './time.ts'
import './timeseries.css'

export interface TimeSeriesProps extends Partial<ChartMarks> {
  readonly points: readonly Point[]
  /** The sentence: "Orders per minute fell below the expected range at 13:52." */
  readonly label: string
  readonly unit?: string
  readonly height?: number
  readonly fromMs?: number
  readonly toMs?: number
  /** Without axes it is a small picture in a card. */
  readonly axes?: boolean
  readonly onSelect?: (fromMs: number, toMs: number) => void
}

export function TimeSeries(props: TimeSeriesProps) {
  const [asTable, setAsTable] = useState(false)
  return (
    <div className="time-series">
      {asTable ? <PointTable {...props} /> : <Chart {...props} />}
      <Button
        small
        look="plain"
        className="button plain small-control as-table"
        onClick={() => setAsTable(!asTable)}
        onKeyDown={(event) => event.key.toLowerCase() === 't' && setAsTable(!asTable)}
      >
        {asTable ? 'Show as chart' : 'Show as table'}
      </Button>
    </div>
  )
}

function Chart(props: TimeSeriesProps) {
  const {
    points,
    label,
    height = 120,
    axes = true,
    fromMs,
    toMs,
    target,
    span,
    onSelect,
    marks,
  } = props
  const box = useRef<HTMLDivElement>(null)
  const theme = useTheme()
  // The canvas is drawn anew when what it shows or its colours change; the theme is one of them.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme changes the tokens read here
  useEffect(() => {
    const element = box.current
    if (!element) return
    const options = chartOptions({
      width: element.clientWidth || 300,
      height,
      axes,
      marks: marks ?? [],
      ...(fromMs !== undefined && toMs !== undefined ? { fromMs, toMs } : {}),
      ...(target !== undefined ? { target } : {}),
      ...(span ? { span } : {}),
      ...(onSelect ? { onSelect } : {}),
    })
    const chart = new uPlot(options, chartData(points), element)
    const watcher = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height }))
    watcher.observe(element)
    return () => {
      watcher.disconnect()
      chart.destroy()
    }
  }, [points, theme, height, axes, fromMs, toMs, target, span, marks, onSelect])
  return <div ref={box} className="chart" role="img" aria-label={label} style={{ height }} />
}

function PointTable({ points, unit, label }: TimeSeriesProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keyboard
    <section className="point-table" tabIndex={0} aria-label={label}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col" className="num">
              Value
            </th>
            <th scope="col" className="num">
              Expected
            </th>
          </tr>
        </thead>
        <tbody>
          {points.slice(-200).map(({ atMs, value, low, high }) => (
            <tr key={atMs}>
              <td>{hourOf(atMs)}</td>
              <td className="num">{quantity(value, unit ?? null)}</td>
              <td className="num">
                {low != null || high != null ? `${quantity(low)} – ${quantity(high)}` : '—'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
