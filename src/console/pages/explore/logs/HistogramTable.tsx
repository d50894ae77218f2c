/** The bars as numbers; each leads to its own stretch of time, for who does not drag. */
import { Button, hourOf } from '../../../ui/index.ts'
import type { Counted } from './Histogram.tsx'

export function HistogramTable(props: {
  data: Counted
  onSelect: (fromMs: number, toMs: number) => void
}) {
  const { buckets, stepMs } = props.data
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keyboard
    <section className="point-table" tabIndex={0} aria-label="Records over time">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col" className="num">
              Records
            </th>
            <th scope="col" className="num">
              Errors
            </th>
            <th scope="col">
              <span className="hidden-visually">Choose</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {buckets
            .filter(({ total }) => total > 0)
            .map(({ atMs, total, levels }) => (
              <tr key={atMs}>
                <td>{hourOf(atMs, true)}</td>
                <td className="num">{total.toLocaleString('en')}</td>
                <td className="num">{(levels.error ?? 0) + (levels.fatal ?? 0)}</td>
                <td className="num">
                  <Button small onClick={() => props.onSelect(atMs, atMs + stepMs)}>
                    Only this
                    <span className="hidden-visually"> from {hourOf(atMs, true)}</span>
                  </Button>
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </section>
  )
}
