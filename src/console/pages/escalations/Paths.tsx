/** The paths of the model: whom they call, after how long, and what makes them call sooner. */
import type { Data } from '../../data/index.ts'
import { duration } from '../../ui/index.ts'

type Path = Data<'escalations.list'>['paths'][number]

const bare = (ref: string) => ref.slice(ref.indexOf(':') + 1)

/** Sooner than by time, in words. */
const SOONER: Record<string, string> = {
  unresolved: 'it is not over',
  'priority-raised': 'it becomes more urgent,',
  'procedure-failed': 'a procedure that answers it fails',
  'decision-pending': 'a decision is not made',
  'burn-rate': 'an outcome loses its budget as many times too fast,',
  customers: 'customers are affected,',
}

export function Paths({ paths }: { paths: readonly Path[] }) {
  return (
    <div className="paths">
      {paths.map(({ name, title, steps, triggers, fallback, ackTtlMs, zone, alarms }) => (
        <section key={name}>
          <h3>{title}</h3>
          <p className="muted small">
            {alarms.length === 1 ? '1 alarm' : `${alarms.length} alarms`} · an acknowledgement holds{' '}
            {ackTtlMs === null ? 'by priority' : duration(ackTtlMs)} · {zone}
          </p>
          <ol className="path-steps">
            {steps.map(({ name: step, afterMs, notify, ackBy, when }, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: steps of a path have no other identity
              <li key={i}>
                <span className="muted small">
                  {afterMs === 0 ? 'at once' : `after ${duration(afterMs)}`}
                  {step && ` · ${step}`}
                </span>
                <span>{notify.map(bare).join(', ')}</span>
                {ackBy === 'all' && <span className="muted small">all have to acknowledge</span>}
                {when && (
                  <span className="muted small">
                    only if <code>{when}</code>
                  </span>
                )}
              </li>
            ))}
            <li>
              <span className="muted small">nobody on call, or nobody answers</span>
              <span>{bare(fallback)}</span>
            </li>
          </ol>
          {triggers.length > 0 && (
            <ul className="path-triggers small">
              {triggers.map(({ on, condition, step }) => (
                <li key={`${on}${condition}${step}`}>
                  <span className="muted">sooner when</span> {SOONER[on] ?? on} {condition}
                  <span className="muted">: {step ?? 'the next step'}</span>
                </li>
              ))}
            </ul>
          )}
        </section>
      ))}
    </div>
  )
}
