/** What watches over an outcome: alarms that protect it, and journeys that walk it. */
import { Link } from '@tanstack/react-router'
import { useHref } from '../../data/index.ts'
import { Card, Status } from '../../ui/index.ts'
import { alarmStatus } from '../alarms/words.ts'
import { journeyStatus } from '../journeys/words.ts'
import type { Detail } from './words.ts'

export function Protection({ data: { alarms, journeys } }: { data: Detail }) {
  const href = useHref()
  return (
    <>
      <Card title="Alarms that protect it" flush>
        {alarms.length === 0 ? (
          <p className="card-body">
            <Status kind="warn" word="None" /> Nobody is told when it is missed.
          </p>
        ) : (
          <ul className="watchers">
            {alarms.map((alarm) => (
              <li key={alarm.name}>
                <Link to={href(`alarms/${alarm.name}`)}>{alarm.title}</Link>
                <Status {...alarmStatus(alarm)} />
              </li>
            ))}
          </ul>
        )}
      </Card>
      <Card title="Journeys that walk it" flush>
        {journeys.length === 0 ? (
          <p className="muted card-body">None: at night nobody tries it.</p>
        ) : (
          <ul className="watchers">
            {journeys.map((journey) => (
              <li key={journey.name}>
                <Link to={href(`journeys/${journey.name}`)}>{journey.title}</Link>
                <Status {...journeyStatus(journey)} />
              </li>
            ))}
          </ul>
        )}
      </Card>
    </>
  )
}
