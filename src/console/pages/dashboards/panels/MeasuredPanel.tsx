/** A measure over time: its figure, its lines, what is expected of it, and the crosshair's moment in words. */
import { useNavigate } from '@tanstack/react-router'
import {
  type KeyboardEvent,
  lazy,
  type ReactNode,
  type RefObject,
  Suspense,
  useMemo,
  useRef,
} from 'react'
import { explore, stretch, useHref } from '../../../data/index.ts'
import { difference, figure, hourOf, quantity, Status } from '../../../ui/index.ts'
import { bandStatus } from '../../alarms/band.ts'
import { agoWords, type Measured, measuredStatus, sentenceOf, targetWords } from '../words.ts'
import type { Axis } from './chart-columns.ts'
import type { MoveCrosshair } from './LinesChart.tsx'
import type { PanelPlace } from './place.ts'

const LinesChart = lazy(() =>
  import('./LinesChart.tsx').then(({ LinesChart: it }) => ({ default: it })),
)

interface Props {
  readonly title: string
  readonly content: Measured
  readonly place: PanelPlace
  readonly asTable: boolean
}

export function MeasuredPanel({ title, content, place, asTable }: Props) {
  const { unit, value, before, target, show } = content
  const words = useRef<HTMLParagraphElement>(null)
  const crosshair = useRef<MoveCrosshair>(null)
  const status = measuredStatus(content)
  const navigate = useNavigate()
  const href = useHref()
  const axis: Axis = place.data
  const drill = (atMs: number) => {
    if (!content.ask) return
    // As much around the moment as shows what led to it: a twelfth of the range, and at least two minutes.
    const aroundMs = Math.max(60_000, (axis.toMs - axis.fromMs) / 24)
    const range = stretch(atMs - aroundMs, Math.min(Date.now(), atMs + aroundMs))
    const { page, search } = explore.ask(content.ask.tab, content.ask.question, range)
    void navigate({ to: href(page), search: search as never })
  }
  const onCursor = (at: number | null) => {
    const element = words.current
    if (!element) return
    element.textContent = at === null ? '' : wordsAt(content, axis, at)
    element.parentElement?.classList.toggle('reading', at !== null)
  }
  const isFigure = show !== 'line'
  if (asTable) return <ValueTable title={title} content={content} axis={axis} />
  return (
    <div className={`measured ${show}`}>
      <div className="measured-head">
        <p className={isFigure ? 'measured-figure' : 'measured-value'}>
          <strong>{figure(value)}</strong>{' '}
          <span className="muted">{value === null ? '' : unit}</span>
        </p>
        <p className="row measured-words">
          {status && <Status {...status} />}
          {content.band && content.band.direction !== 'expected' && (
            <span title={content.band.sentence}>
              <Status {...bandStatus(content.band)} />
            </span>
          )}
          {before && value !== null && before.value !== null && (
            <span className="muted small">
              {difference(value, before.value)} against {agoWords(before.ago)}
            </span>
          )}
          {before && before.value === null && !before.line && (
            <span className="muted small">no data {agoWords(before.ago)}</span>
          )}
        </p>
        {/* Written to as the crosshair moves: forty charts read it at once. */}
        <p className="measured-reading small" ref={words} aria-hidden="true" />
      </div>
      <ChartKeys crosshair={crosshair} onEnter={drill} axis={axis}>
        <Suspense fallback={<div className="chart" data-state="loading" />}>
          <LinesChart
            content={content}
            axis={axis}
            label={sentenceOf(title, content)}
            axes={show !== 'value'}
            marks={place.marks}
            spans={place.spans}
            crosshair={crosshair}
            onCursor={onCursor}
            onPoint={content.ask ? drill : undefined}
            onSelect={place.onSelect}
          />
        </Suspense>
      </ChartKeys>
      <Legend content={content} />
      {isFigure && (
        <p className="muted small measured-foot">
          {target ? `Target ${targetWords(content)}` : ''}
          {content.show === 'outcome' && ` · ${content.owner}`}
          {content.show === 'outcome' && content.budget && ` · ${budgetWords(content.budget)}`}
        </p>
      )}
    </div>
  )
}

const budgetWords = ({ left }: { left: number | null }) =>
  left === null
    ? 'budget not known'
    : left <= 0
      ? 'budget gone'
      : `budget ${Math.floor(left * 100)}\u2009% left`

/** The chart by keyboard: arrows move the crosshair of the page, Enter asks Explore about the moment. */
function ChartKeys(props: {
  crosshair: RefObject<MoveCrosshair | null>
  axis: Axis
  onEnter: (atMs: number) => void
  children: ReactNode
}) {
  const { crosshair, axis, onEnter, children } = props
  const at = useRef(-1)
  const press = (event: KeyboardEvent) => {
    const move = crosshair.current
    if (!move) return
    const { count, fromMs, stepMs } = axis.moments
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (by !== undefined) {
      const big = event.shiftKey ? 10 : 1
      at.current = Math.min(
        count - 1,
        Math.max(0, (at.current < 0 ? count : at.current) + by * big),
      )
      move(fromMs + at.current * stepMs)
    } else if (event.key === 'Enter' && at.current >= 0) onEnter(fromMs + at.current * stepMs)
    else if (event.key === 'Escape') {
      at.current = -1
      move(null)
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a chart that takes keys is no form group
    <div
      className="chart-keys"
      role="group"
      aria-label="Arrows read the chart, Enter asks Explore"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the crosshair is moved by keys
      tabIndex={0}
      onKeyDown={press}
    >
      {children}
    </div>
  )
}

function Legend({ content: { lines, more, before } }: { content: Measured }) {
  if (lines.length < 2 && !before?.line) return null
  return (
    <ul className="panel-legend small">
      {lines.length > 1 &&
        lines.map(({ name }, i) => (
          <li key={name}>
            <span className="swatch" style={{ background: `var(--cat-${i + 1})` }} />
            {name}
          </li>
        ))}
      {more > 0 && <li className="muted">and {more} more</li>}
      {before?.line && (
        <li className="muted">
          <span className="swatch dashed" />
          {agoWords(before.ago)}
        </li>
      )}
    </ul>
  )
}

function wordsAt({ lines, unit, before, band }: Measured, { moments }: Axis, at: number): string {
  const time = hourOf(moments.fromMs + at * moments.stepMs, moments.stepMs < 60_000)
  const values = lines.map(({ name, values: all }) => {
    const text = quantity(all[at] ?? null, unit)
    return lines.length > 1 ? `${name} ${text}` : text
  })
  const [low, high] = [band?.low[at], band?.high[at]]
  if (low != null && high != null) values.push(`usual ${figure(low)} to ${quantity(high, unit)}`)
  const then = before?.line?.values[at]
  if (then != null) values.push(`${agoWords(before!.ago)} ${quantity(then, unit)}`)
  return [time, ...values].join(' · ')
}

/** The same as text, for those who prefer it. */
function ValueTable({ title, content, axis }: { title: string; content: Measured; axis: Axis }) {
  const { moments } = axis
  const rows = useMemo(
    () =>
      Array.from({ length: moments.count }, (_, i) => moments.count - 1 - i).filter((at) =>
        content.lines.some(({ values }) => values[at] != null),
      ),
    [content, moments],
  )
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keyboard
    <section className="panel-scroll" tabIndex={0} aria-label={`${title} as a table`}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Time</th>
            {content.lines.map(({ name }) => (
              <th key={name} scope="col" className="num">
                {name || 'Value'}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((at) => (
            <tr key={at}>
              <td>{hourOf(moments.fromMs + at * moments.stepMs, true)}</td>
              {content.lines.map(({ name, values }) => (
                <td key={name} className="num">
                  {quantity(values[at] ?? null, content.unit)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
