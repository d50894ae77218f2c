/** What comes up: hand-overs, maintenance, game days, reviews that are due. */
import { Link } from '@tanstack/react-router'
import { BookCheck, FlaskConical, Users, Wrench } from 'lucide-react'
import type { ReactNode } from 'react'
import { useHref } from '../../data/index.ts'
import { fullTime } from '../../ui/index.ts'
import type { Overview } from './words.ts'

type Upcoming = Overview['comingUp'][number]

const ICONS: Record<Upcoming['kind'], ReactNode> = {
  'hand-over': <Users size={14} />,
  maintenance: <Wrench size={14} />,
  'game-day': <FlaskConical size={14} />,
  review: <BookCheck size={14} />,
}

export function ComingUp({ items }: { items: Overview['comingUp'] }) {
  const href = useHref()
  return (
    <section className="aside-part" aria-labelledby="coming-up">
      <h3 id="coming-up">Coming up</h3>
      {items.length === 0 ? (
        <p className="muted small">
          Nothing in the next 30 days: no hand-over, no maintenance, no game day, no review.
        </p>
      ) : (
        <ul className="coming-up">
          {items.map(({ at, state, kind, title, path }) => (
            <li key={`${kind} ${title}`}>
              <span className="muted" aria-hidden="true">
                {ICONS[kind]}
              </span>
              <Link to={href(path)}>{title}</Link>
              <span className={`small ${state === 'due' ? 'due' : 'muted'}`} title={fullTime(at)}>
                {state === 'now' ? 'Now' : state === 'due' ? 'Due' : dayAndTime(at)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

const write = {
  week: new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
  }),
  later: new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' }),
}

/** `Thu 10:00` within a week, else `23 Aug`. */
function dayAndTime(at: string): string {
  const atMs = Date.parse(at)
  const isSoon = atMs - Date.now() < 6 * 86_400_000
  return isSoon ? write.week.format(atMs).replace(',', '') : write.later.format(atMs)
}
