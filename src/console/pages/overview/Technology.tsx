/** Technology in three layers: where it comes from. The red edge marks the path from cause to customer. */
import { Link } from '@tanstack/react-router'
import { useHref } from '../../data/index.ts'
import { count, difference, quantity, Sparkline, Status } from '../../ui/index.ts'
import { healthWord } from '../outcomes/words.ts'
import { ToExplore } from './ToExplore.tsx'
import type { Component, Overview, Signal } from './words.ts'

const LAYERS = [
  ['application', 'Application'],
  ['platform', 'Platform'],
  ['infrastructure', 'Infrastructure'],
] as const

const ROWS = 4

/** What is not well, and as many that are as make four. */
function firstOf(components: readonly Component[]): readonly Component[] {
  const bad = components.filter(({ status }) => status !== 'ok')
  const well = components.filter(({ status }) => status === 'ok')
  const room = Math.max(0, ROWS - bad.length)
  // A fold of one row would save nothing.
  return [...bad, ...(well.length - room <= 1 ? well : well.slice(0, room))]
}

export function Technology({ data }: { data: Overview }) {
  const href = useHref()
  return (
    <section aria-labelledby="technology">
      <h2 className="section-title" id="technology">
        Technology{' '}
        <span className="muted">
          Where does it come from? The red edge marks the path from cause to customer.
        </span>
      </h2>
      <div className="card layers">
        {LAYERS.map(([layer, title]) => {
          const components = data.components.filter((one) => one.layer === layer)
          const shown = firstOf(components)
          const more = components.length - shown.length
          return (
            <div key={layer} className="layer">
              <h3>
                {title} <span className="muted">{count(components.length, 'component')}</span>
              </h3>
              <ul>
                {shown.map((component) => (
                  <Row key={component.ref} component={component} signals={data.signals} />
                ))}
                {more > 0 && (
                  <li>
                    <Status kind="ok" word="Healthy" quiet />
                    <Link to={href('system')}>{more} more, healthy</Link>
                  </li>
                )}
              </ul>
            </div>
          )
        })}
      </div>
    </section>
  )
}

/** Its range, as far as what is drawn reaches. */
function bandOf({ points, expected }: Signal): readonly (readonly [number, number] | null)[] {
  const most = Math.max(...points.map(([, value]) => value ?? Number.NEGATIVE_INFINITY))
  const low = expected?.min ?? 0
  const high = expected?.max ?? Math.max(low, most)
  // A range far above what is drawn would flatten the line.
  const isFar = high > 4 * Math.max(most, 0) && most > 0
  return points.map(() => (expected ? [low, isFar ? most * 1.3 : high] : null))
}

/** How the measure stands: in its range, or how far above or below. */
function wordOf({ value, expected, status, unit }: Signal): string {
  if (value === null) return ''
  const { min = null, max = null } = expected ?? {}
  if (max !== null && max !== 0 && value > max) return difference(value, max)
  if (min !== null && min !== 0 && value < min) return difference(value, min)
  return status === 'ok' ? 'in range' : quantity(value, unit)
}

function Row({ component, signals }: { component: Component; signals: readonly Signal[] }) {
  const href = useHref()
  const { ref, title, status, reasons, version, vendor, raised, hurtBy } = component
  const own = signals.filter((signal) => signal.component === ref)
  // A measure of which nobody expects anything says the least.
  const judged = own.filter(({ expected, alarms }) => expected !== null || alarms.length > 0)
  const shown = judged.find((one) => one.status !== 'ok') ?? judged[0] ?? own[0]
  const isOnPath = status === 'crit' || raised.length > 0 || hurtBy.length > 0
  return (
    <li className={isOnPath ? 'on-path' : ''}>
      <Status kind={status} word={healthWord(status)} quiet />
      <div className="component">
        <span className="component-name">{title}</span>
        <span className="muted small">
          {raised[0] ? (
            <Link to={href(`alarms/${raised[0]}`)}>{reasons[0] ?? raised[0]}</Link>
          ) : (
            (reasons[0] ?? [version, vendor].filter(Boolean).join(' · '))
          )}
        </span>
      </div>
      {shown?.points.some(([, value]) => value !== null) && (
        <ToExplore signal={shown} of={shown.title}>
          <Sparkline
            values={shown.points.map(([, value]) => value)}
            band={bandOf(shown)}
            label={`${shown.title}, ${healthWord(shown.status)}`}
          />
        </ToExplore>
      )}
      {shown && shown.value !== null && (
        <span className="muted small in-range">{wordOf(shown)}</span>
      )}
    </li>
  )
}
