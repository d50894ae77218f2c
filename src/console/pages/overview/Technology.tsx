/** Technology in three layers: where it comes from. The red edge marks the path from cause to customer. */
import { Link } from '@tanstack/react-router'
import { useHref } from '../../data/index.ts'
import { count, Sparkline, Status } from '../../ui/index.ts'
import { healthWord } from '../outcomes/words.ts'
import { ToExplore } from './ToExplore.tsx'
import type { Component, Overview, Signal } from './words.ts'

const LAYERS = [
  ['application', 'Application'],
  ['platform', 'Platform'],
  ['infrastructure', 'Infrastructure'],
] as const

export function Technology({ data }: { data: Overview }) {
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
          return (
            <div key={layer} className="layer">
              <h3>
                {title} <span className="muted">{count(components.length, 'component')}</span>
              </h3>
              <ul>
                {components.map((component) => (
                  <Row key={component.ref} component={component} signals={data.signals} />
                ))}
              </ul>
            </div>
          )
        })}
      </div>
    </section>
  )
}

function Row({ component, signals }: { component: Component; signals: readonly Signal[] }) {
  const href = useHref()
  const { ref, title, status, reasons, version, vendor, raised, hurtBy } = component
  const own = signals.filter((signal) => signal.component === ref)
  const shown = own.find((one) => one.status !== 'ok') ?? own[0]
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
            (reasons[0] ?? version ?? vendor ?? 'in range')
          )}
        </span>
      </div>
      {shown && (
        <ToExplore signal={shown} of={shown.title}>
          <Sparkline
            values={shown.points.map(([, value]) => value)}
            label={`${shown.title}, ${healthWord(shown.status)}`}
          />
        </ToExplore>
      )}
    </li>
  )
}
