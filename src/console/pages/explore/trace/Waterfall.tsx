/** Spans below their parents, each bar where it ran; tall bars are what the trace waited for. */
import { ChevronDown, ChevronRight } from 'lucide-react'
import { type KeyboardEvent, useMemo, useState } from 'react'
import { Status, TooMuch } from '../../../ui/index.ts'
import { tokenOf } from '../line-look.ts'
import { took } from '../took.ts'
import { childCounts, MOST_SPANS, type Span, type Trace, unfolded } from './waterfall.ts'

export interface WaterfallProps {
  readonly trace: Trace
  /** Id of the span whose details are shown. */
  readonly chosen: string
  readonly onChoose: (spanId: string) => void
}

export function Waterfall({ trace, chosen, onChoose }: WaterfallProps) {
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set())
  const { spans, services, durationMs } = trace
  const shown = useMemo(() => unfolded(spans, folded), [spans, folded])
  const children = useMemo(() => childCounts(spans), [spans])
  const fold = (spanId: string, isFolded: boolean) => {
    const next = new Set(folded)
    if (isFolded) next.add(spanId)
    else next.delete(spanId)
    setFolded(next)
  }
  const press = (event: KeyboardEvent, { spanId }: Span) => {
    if (!children.has(spanId) || !['ArrowLeft', 'ArrowRight'].includes(event.key)) return
    event.preventDefault()
    fold(spanId, event.key === 'ArrowLeft')
  }
  return (
    <div className="waterfall">
      <div className="waterfall-axis" aria-hidden="true">
        {[0, 0.25, 0.5, 0.75].map((part) => (
          <span key={part}>{took(part * durationMs)}</span>
        ))}
      </div>
      <ol aria-label="Spans, each below its parent">
        {shown.slice(0, MOST_SPANS).map((span) => (
          <li key={span.spanId} className={span.spanId === chosen ? 'span chosen' : 'span'}>
            {children.has(span.spanId) && (
              <button
                type="button"
                className="span-fold"
                style={{ left: indentOf(span) - 18 }}
                aria-label={`${folded.has(span.spanId) ? 'Unfold' : 'Fold'} ${span.name}`}
                aria-expanded={!folded.has(span.spanId)}
                onClick={() => fold(span.spanId, !folded.has(span.spanId))}
              >
                {folded.has(span.spanId) ? (
                  <ChevronRight size={12} aria-hidden="true" />
                ) : (
                  <ChevronDown size={12} aria-hidden="true" />
                )}
              </button>
            )}
            <button
              type="button"
              data-row=""
              className="span-line"
              aria-pressed={span.spanId === chosen}
              onClick={() => onChoose(span.spanId)}
              onKeyDown={(event) => press(event, span)}
            >
              <span className="span-name" style={{ paddingLeft: indentOf(span) }}>
                <i
                  className="service-dot"
                  style={{ background: `var(--${tokenOf(services.indexOf(span.service))})` }}
                />
                <span className="muted">{span.service}</span> {span.name}
                {span.status === 'error' && <Status kind="warn" word="Error" quiet />}
              </span>
              <Bar span={span} whole={durationMs} place={services.indexOf(span.service)} />
              <span className="span-took">
                {took(span.durationMs)}
                {span.criticalMs > 0 && (
                  <span className="hidden-visually">, waited for {took(span.criticalMs)}</span>
                )}
              </span>
            </button>
          </li>
        ))}
      </ol>
      {shown.length > MOST_SPANS && <TooMuch shown={MOST_SPANS} of={shown.length} />}
    </div>
  )
}

const DEEPEST = 14
const indentOf = ({ depth }: Span) => 20 + Math.min(depth, DEEPEST) * 12

function Bar({ span, whole, place }: { span: Span; whole: number; place: number }) {
  const percent = (ms: number) => (whole > 0 ? Math.max(0, Math.min(100, (ms / whole) * 100)) : 0)
  const isCritical = span.criticalMs > 0
  const height = isCritical ? 12 : 5
  return (
    <svg className="span-bar" width="100%" height="18" aria-hidden="true">
      <rect
        x={`${Math.min(99.5, percent(span.offsetMs))}%`}
        width={`${Math.max(0.5, percent(span.durationMs))}%`}
        y={(18 - height) / 2}
        height={height}
        rx="2"
        fill={`var(--${tokenOf(place)})`}
      />
    </svg>
  )
}
