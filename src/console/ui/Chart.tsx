/** The canvas of a time series, drawn by uPlot, and drawn anew when the theme changes. */
import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { useTheme } from '../data/theme.ts'
import { chartData, chartOptions } from './chart-options.ts'
import type { TimeSeriesProps } from './TimeSeries.tsx'

export function Chart(props: TimeSeriesProps & { height: number }) {
  const { points, label, height, axes = true, fromMs, toMs, target, span, onSelect, marks } = props
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
