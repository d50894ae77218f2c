/** What an alarm looks at, to be opened: a signal and logs in Explore, a journey, other alarms. */
import { Link } from '@tanstack/react-router'
import { type Data, explore, useHref } from '../../data/index.ts'

type Shown = Data<'alarms.show'>

export function Watched({ alarm, from }: { alarm: Shown; from: string }) {
  const href = useHref()
  const { watches, course, looksAt } = alarm
  if (watches.length === 0) return <span className="mono">{looksAt}</span>
  return (
    <ul className="plain">
      {watches.map(({ kind, name }) => {
        const to = { journey: `journeys/${name}`, alarm: `alarms/${name}`, signal: '', logs: '' }
        const asked =
          kind === 'logs'
            ? explore.ask('logs', name, { from })
            : kind === 'signal' && course
              ? explore.ask('metrics', course.query, { from })
              : undefined
        return (
          <li key={`${kind} ${name}`} className="mono small">
            <Link to={href(asked?.page ?? to[kind])} search={(asked?.search ?? {}) as never}>
              {name}
            </Link>
          </li>
        )
      })}
    </ul>
  )
}
