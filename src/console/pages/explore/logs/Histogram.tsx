/** How many records of each level over time, as bars on each other. Dragging across them marks a stretch of time. */
import { type PointerEvent, useRef, useState } from 'react'
import type { Data } from '../../../data/index.ts'
import { Button, clockTime, count, hourOf } from '../../../ui/index.ts'
import { HistogramTable } from './HistogramTable.tsx'
import { LEVELS } from './Level.tsx'

export type Counted = Data<'logs.histogram'>
const HEIGHT = 72

export function Histogram(props: {
  data: Counted
  onSelect: (fromMs: number, toMs: number) => void
}) {
  const { data, onSelect } = props
  const [asTable, setAsTable] = useState(false)
  return (
    <div className="histogram">
      {asTable ? (
        <HistogramTable data={data} onSelect={onSelect} />
      ) : (
        <Bars data={data} onSelect={onSelect} />
      )}
      <div className="histogram-foot">
        <span className="muted small">
          {clockTime(data.range.fromMs)} to {hourOf(data.range.toMs)}
        </span>
        <ul className="levels-key" aria-label="Levels">
          {LEVELS.filter((level) => data.buckets.some(({ levels }) => levels[level])).map(
            (level) => (
              <li key={level} className="small">
                <span className={`level-swatch ${level}`} aria-hidden="true" />
                {level}{' '}
                <span className="muted">
                  {data.buckets
                    .reduce((sum, { levels }) => sum + (levels[level] ?? 0), 0)
                    .toLocaleString('en')}
                </span>
              </li>
            ),
          )}
        </ul>
        <Button small look="plain" onClick={() => setAsTable(!asTable)}>
          {asTable ? 'Show as chart' : 'Show as table'}
        </Button>
      </div>
    </div>
  )
}

function Bars({ data, onSelect }: { data: Counted; onSelect: (a: number, b: number) => void }) {
  const { buckets, stepMs, range, total } = data
  const [marked, setMarked] = useState<readonly [number, number]>()
  const begun = useRef<number>(undefined)
  const spanMs = Math.max(1, range.toMs - range.fromMs)
  const highest = Math.max(1, ...buckets.map((bucket) => bucket.total))
  const share = (event: PointerEvent) => {
    const { left, width } = event.currentTarget.getBoundingClientRect()
    return Math.min(1, Math.max(0, (event.clientX - left) / width))
  }
  const release = (event: PointerEvent) => {
    const [from, to] = [begun.current, share(event)]
    begun.current = undefined
    setMarked(undefined)
    if (from === undefined || Math.abs(to - from) < 0.005) return
    const at = (part: number) => range.fromMs + part * spanMs
    onSelect(at(Math.min(from, to)), at(Math.max(from, to)))
  }
  const x = (atMs: number) => ((atMs - range.fromMs) / spanMs) * 100
  return (
    <svg
      className="histogram-bars"
      role="img"
      aria-label={`${count(total, 'record')} over time, by level; at most ${highest} in one bar`}
      width="100%"
      height={HEIGHT}
      viewBox={`0 0 100 ${HEIGHT}`}
      preserveAspectRatio="none"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        begun.current = share(event)
      }}
      onPointerMove={(event) =>
        begun.current !== undefined && setMarked([begun.current, share(event)])
      }
      onPointerUp={release}
    >
      <pattern id="hatched" width="100" height="4" patternUnits="userSpaceOnUse">
        <rect width="100" height="1.5" className="hatch" />
      </pattern>
      {buckets.map(({ atMs, levels, total: inBucket }) => {
        let below = 0
        const left = Math.max(0, x(atMs))
        const width = Math.max(0.1, x(atMs + stepMs) - left - 0.25)
        return (
          <g key={atMs}>
            <title>{`${hourOf(atMs, true)}: ${count(inBucket, 'record')}`}</title>
            {LEVELS.map((level) => {
              const size = ((levels[level] ?? 0) / highest) * (HEIGHT - 2)
              if (size === 0) return null
              // What is rare and bad must still be seen among what is common.
              const drawn = Math.max(2, size)
              below += drawn
              const place = { x: left, width, y: HEIGHT - below, height: drawn }
              return (
                <g key={level}>
                  <rect className={`level-bar ${level}`} {...place} />
                  {(level === 'error' || level === 'fatal') && (
                    <rect fill="url(#hatched)" {...place} />
                  )}
                </g>
              )
            })}
          </g>
        )
      })}
      {marked && (
        <rect
          className="histogram-marked"
          x={Math.min(...marked) * 100}
          width={Math.abs(marked[1] - marked[0]) * 100}
          y="0"
          height={HEIGHT}
        />
      )}
    </svg>
  )
}
