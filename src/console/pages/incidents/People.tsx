/** Who is on it, who is called next, and who has been told, with whether it arrived. */
import { Link } from '@tanstack/react-router'
import { useHref } from '../../data/index.ts'
import { actorName, Card, duration, Person, Status, Time } from '../../ui/index.ts'
import { CallActs } from './CallActs.tsx'
import { bare, deliveryStatus, type IncidentDetail, PURPOSE } from './words.ts'

export function People({ incident }: { incident: IncidentDetail }) {
  const { acknowledgedBy, acknowledgedUntil, owner, escalation, state } = incident
  const hasRunOut = acknowledgedUntil !== null && escalation?.state === 'running'
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
          {acknowledgedBy && acknowledgedUntil && (
            <span className="muted small push">
              {hasRunOut ? 'was on it until' : 'on it until'} <Time at={acknowledgedUntil} />
            </span>
          )}
        </li>
        <li>
          <span>{bare(owner)}</span>
          <span className="muted small push">owner</span>
        </li>
      </ul>
      {escalation && <Escalation incident={incident} escalation={escalation} />}
    </Card>
  )
}

function Escalation({
  incident,
  escalation,
}: {
  incident: IncidentDetail
  escalation: NonNullable<IncidentDetail['escalation']>
}) {
  const { awaits, snoozedUntil, snoozedBy, parties, cycle } = escalation
  return (
    <section className="side-section">
      <h3>
        Escalation {cycle > 1 && <span className="muted small">the {ordinal(cycle)} time</span>}
      </h3>
      {snoozedUntil && (
        <p>
          <Status kind="unk" word="Waiting" />{' '}
          <span className="muted small">
            until <Time at={snoozedUntil} />
            {snoozedBy && `, ${actorName(snoozedBy)}`}
          </span>
        </p>
      )}
      {awaits.length > 0 && (
        <p>
          <Status kind="warn" word="Not all have answered" />{' '}
          <span className="muted small">{awaits.map(bare).join(', ')}</span>
        </p>
      )}
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
      {parties.length > 0 && (
        <ul>
          {parties.map(({ party, title, case: number, answerBy, lateAt }) => (
            <li key={party}>
              <Status
                kind={number ? 'ok' : lateAt ? 'crit' : 'warn'}
                word={number ?? (lateAt ? 'Late' : 'No case number yet')}
                quiet
              />
              <span>{title}</span>
              {!number && (
                <span className="muted small push">
                  due <Time at={answerBy} />
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      {incident.state === 'open' && <CallActs incident={incident} />}
    </section>
  )
}

const ordinal = (n: number) => ['', 'first', 'second', 'third'][n] ?? `${n}th`

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
