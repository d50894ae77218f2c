/** A time series with its expected band: a picture with a sentence, and a table for those who prefer it. */
import { lazy, Suspense, useState } from 'react'
import { Button } from './Button.tsx'
import type { ChartMarks } from './chart-marks.ts'
import type { Point } from './chart-options.ts'
import { quantity } from './number.ts'
import { hourOf } from './time.ts'
import './timeseries.css'

// The drawing of charts is loaded when one is shown; its place is kept meanwhile.
const Chart = lazy(() => import('./Chart.tsx').then(({ Chart: it }) => ({ default: it })))

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

const CHART_HEIGHT = 120

export function TimeSeries(props: TimeSeriesProps) {
  const [asTable, setAsTable] = useState(false)
  return (
    <div className="time-series">
      {asTable ? (
        <PointTable {...props} />
      ) : (
        <Suspense
          fallback={
            <div
              className="chart"
              data-state="loading"
              style={{ height: props.height ?? CHART_HEIGHT }}
            />
          }
        >
          <Chart height={CHART_HEIGHT} {...props} />
        </Suspense>
      )}
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
