/** Who is on it, who is called next, and who has been told, with whether it arrived. */
import { Link } from '@tanstack/react-router'
import { useHref } from '../../data/index.ts'
import { actorName, Card, duration, Person, Status, Time } from '../../ui/index.ts'
import { bare, deliveryStatus, type IncidentDetail, PURPOSE } from './words.ts'

export function People({ incident }: { incident: IncidentDetail }) {
  const { acknowledgedBy, acknowledgedAt, owner, escalation, state } = incident
  return (
    <Card title="People" flush>
      <ul className="side-list">
        <li>
          {acknowledgedBy ? (
            <Person name={actorName(acknowledgedBy)} />
          ) : state === 'open' ? (
            <Status kind="warn" word="Nobody has taken it yet" />
          ) : (
            <span className="muted">Nobody took it</span>
          )}
          {acknowledgedAt && (
            <span className="muted small push">
              on it since <Time at={acknowledgedAt} />
            </span>
          )}
        </li>
        <li>
          <span>{bare(owner)}</span>
          <span className="muted small push">owner</span>
        </li>
      </ul>
      {escalation && <Escalation escalation={escalation} />}
    </Card>
  )
}

function Escalation({ escalation }: { escalation: NonNullable<IncidentDetail['escalation']> }) {
  return (
    <section className="side-section">
      <h3>Escalation</h3>
      <ol>
        {escalation.steps.map(({ notify, afterMs, executedAt, recipients }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps of a path have no other identity
          <li key={i}>
            <Status
              kind={executedAt ? 'ok' : 'unk'}
              word={executedAt ? 'Called' : escalation.state === 'running' ? 'Next' : 'Not called'}
              quiet
            />
            <span>{(recipients.length ? recipients : notify).map(bare).join(', ')}</span>
            <span className="muted small push">
              {executedAt ? <Time at={executedAt} seconds /> : `after ${duration(afterMs)}`}
            </span>
          </li>
        ))}
      </ol>
      {escalation.nextDueAt && (
        <p className="muted small">
          Next call at <Time at={escalation.nextDueAt} seconds />
        </p>
      )}
    </section>
  )
}

export function Told({ incident }: { incident: IncidentDetail }) {
  const href = useHref()
  const { notifications } = incident
  return (
    <Card
      title="Who has been told"
      flush
      aside={
        <Link to={href('notifications')} search={{ incident: incident.name } as never}>
          All
        </Link>
      }
    >
      {notifications.length === 0 ? (
        <p className="impact-none muted">No message has been sent.</p>
      ) : (
        <ul className="side-list">
          {notifications
            .slice(0, 8)
            .map(({ id, recipient, channel, purpose, state, reason, acceptedAt, queuedAt }) => (
              <li key={id}>
                <span>
                  {bare(recipient)}
                  <span className="muted small">
                    {' '}
                    {PURPOSE[purpose]}, {bare(channel)}
                  </span>
                  {reason && state !== 'accepted' && <div className="small muted">{reason}</div>}
                </span>
                <span className="push told-state">
                  <Status {...deliveryStatus(state)} />
                  <span className="muted small">
                    <Time at={acceptedAt ?? queuedAt} seconds />
                  </span>
                </span>
              </li>
            ))}
        </ul>
      )}
    </Card>
  )
}
