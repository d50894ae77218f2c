/** Panels that are lists: states, alarms, incidents, log records, values side by side; and words. */
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useHref } from '../../../data/index.ts'
import { count, duration, quantity, Status, Time } from '../../../ui/index.ts'
import { clockTimeExact } from '../../../ui/time.ts'
import '../../../ui/table.css'
import { type ContentOf, costWords, lasted } from '../words.ts'

/** What scrolls can be scrolled by keyboard. */
function Scroll({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a list is no form, and its panel is the landmark
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keyboard
    <div className="panel-scroll" role="group" tabIndex={0} aria-label={label}>
      {children}
    </div>
  )
}

function To({ path, children }: { path: string | null; children: ReactNode }) {
  const href = useHref()
  return path ? <Link to={href(path)}>{children}</Link> : children
}

export function StatesPanel({ title, content }: { title: string; content: ContentOf<'states'> }) {
  return (
    <Scroll label={title}>
      <ul className="panel-list">
        {content.items.map(({ name, status, word, sentence, since, path }) => (
          <li key={name}>
            <Status kind={status} word={word} />
            <span className="panel-list-words">
              <To path={path}>{name}</To>
              {sentence && <span className="muted small"> {sentence}</span>}
            </span>
            {since && (
              <span className="muted small push">
                since <Time at={since} />
              </span>
            )}
          </li>
        ))}
      </ul>
      {content.reason && <p className="muted small panel-foot">{content.reason}</p>}
    </Scroll>
  )
}

export function AlarmsPanel({ title, content }: { title: string; content: ContentOf<'alarms'> }) {
  const { items, quiet, more } = content
  const none = quiet === 0 ? 'No alarm watches this.' : `${count(quiet, 'alarm')}, all quiet`
  return (
    <Scroll label={title}>
      {items.length === 0 ? (
        <p className="panel-calm">
          <Status kind={quiet === 0 ? 'unk' : 'ok'} word={none} />
        </p>
      ) : (
        <ul className="panel-list">
          {items.map(({ name, title: words, status, word, since, procedure, owner }) => (
            <li key={name}>
              <Status kind={status} word={word} />
              <span className="panel-list-words">
                <To path={`alarms/${name}`}>{words}</To>
                <span className="muted small">
                  {' '}
                  {owner.replace(/^\w+:/, '')} ·{' '}
                  <To path={`procedures/${procedure.replace(/^\w+:/, '')}`}>
                    {procedure.replace(/^\w+:/, '')}
                  </To>
                </span>
              </span>
              {since && (
                <span className="muted small push">
                  since <Time at={since} />
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      {items.length > 0 && (
        <p className="muted small panel-foot">
          {more > 0 && `${more} more, `}
          {quiet} quiet
        </p>
      )}
    </Scroll>
  )
}

export function IncidentsPanel({
  title,
  content,
}: {
  title: string
  content: ContentOf<'incidents'>
}) {
  const { items, more, cost, currency, lastedMs } = content
  if (items.length === 0)
    return (
      <p className="panel-calm">
        <Status kind="ok" word="Nothing in this time" />
      </p>
    )
  return (
    <Scroll label={title}>
      <ul className="panel-list">
        {items.map((one) => (
          <li key={one.name ?? one.occurredAt}>
            <Status kind={one.status} word={one.resolvedAt ? 'Over' : 'Open'} />
            <span className="panel-list-words">
              {one.name ? (
                <To path={`incidents/${one.name}`}>
                  {one.name} {one.title}
                </To>
              ) : (
                one.title
              )}
              <span className="muted small">
                {' '}
                {[one.priority, lasted(one.lastedMs)].filter(Boolean).join(' · ')}
                {one.cost !== null && ` · ${costWords(one.cost, currency)}`}
              </span>
            </span>
            <span className="muted small push">
              <Time at={one.occurredAt} />
            </span>
          </li>
        ))}
      </ul>
      <p className="muted small panel-foot">
        {more > 0 && `${more} more. `}
        {duration(lastedMs)} together{cost !== null && `, ${costWords(cost, currency)}`}
      </p>
    </Scroll>
  )
}

const LEVELS = { error: 'crit', fatal: 'crit', warn: 'warn' } as const

export function LogsPanel({ title, content }: { title: string; content: ContentOf<'logs'> }) {
  const { records, partial, reason } = content
  if (records.length === 0)
    return <p className="panel-calm muted">No record was found{partial && `: ${reason}`}</p>
  return (
    <Scroll label={title}>
      <ul className="panel-list">
        {records.map(({ timeMs, level, service, body }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: records of one instant are told apart by nothing else
          <li key={`${timeMs} ${i}`}>
            <Status kind={LEVELS[level as 'error'] ?? 'info'} word={level} />
            <span className="panel-list-words mono">
              <span className="muted">
                {clockTimeExact(timeMs)} {service}
              </span>{' '}
              {body}
            </span>
          </li>
        ))}
      </ul>
      {partial && <p className="muted small panel-foot">{reason}</p>}
    </Scroll>
  )
}

export function TablePanel({ title, content }: { title: string; content: ContentOf<'table'> }) {
  const { rows, unit, more, reason } = content
  const names = [...new Set(rows.flatMap(({ labels }) => Object.keys(labels)))].filter(
    (name) => name !== '__name__',
  )
  if (rows.length === 0)
    return (
      <p className="panel-calm">
        <Status kind="unk" word="No data" /> <span className="muted">{reason}</span>
      </p>
    )
  return (
    <Scroll label={title}>
      <table className="table">
        <thead>
          <tr>
            {names.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            <th scope="col" className="num">
              Value
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ labels, value }) => (
            <tr key={JSON.stringify(labels)}>
              {names.map((name) => (
                <td key={name}>{labels[name] ?? '—'}</td>
              ))}
              <td className="num">{quantity(value, unit)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {more > 0 && <p className="muted small panel-foot">{more} more</p>}
    </Scroll>
  )
}

export function TextPanel({ content }: { content: ContentOf<'text'> }) {
  return (
    <div className="panel-text">
      {content.text.split(/\n{2,}/).map((words) => (
        <p key={words}>{words}</p>
      ))}
    </div>
  )
}
