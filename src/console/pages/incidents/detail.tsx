/** One incident: how bad, what is running now, who decides, who has been told. Works with one thumb. */
import { Link } from '@tanstack/react-router'
import { useAnswer, useHref, useParam, useWorkload } from '../../data/index.ts'
import {
  Answer,
  actorName,
  ButtonLink,
  Card,
  PageHeader,
  Since,
  type Stage,
  Status,
  Stepper,
  Time,
} from '../../ui/index.ts'
import { Acts } from './Acts.tsx'
import { Impact } from './Impact.tsx'
import { Moments } from './Moments.tsx'
import { People, Told } from './People.tsx'
import { Runs } from './Runs.tsx'
import { SeenBefore } from './SeenBefore.tsx'
import { Suspects } from './Suspects.tsx'
import { stagesOf } from './stages.ts'
import { Updates } from './Updates.tsx'
import { Work } from './Work.tsx'
import { type IncidentDetail, incidentStatus } from './words.ts'
import './incidents.css'

export function Page() {
  const workload = useWorkload()
  const incident = useParam('incident')
  const answer = useAnswer('incidents.show', { params: { incident }, query: { workload } })
  return (
    <>
      {!answer.data && <PageHeader title={incident} />}
      <Answer answer={answer} lines={6}>
        {(data) => <Detail incident={data} />}
      </Answer>
    </>
  )
}

function Detail({ incident }: { incident: IncidentDetail }) {
  const href = useHref()
  const { name, title, alarm, occurredAt, resolvedAt, state, recurrenceOf, retrospective } =
    incident
  return (
    <>
      <PageHeader
        title={title}
        before={<Status pill {...incidentStatus(incident)} />}
        actions={<Acts incident={incident} />}
      >
        <span className="mono">{name}</span>
        {alarm && (
          <span>
            Alarm <Link to={href(`alarms/${alarm}`)}>{alarm}</Link>
          </span>
        )}
        <span>
          {state === 'open' ? 'Open for ' : 'Lasted '}
          <strong>
            <Since at={occurredAt} until={resolvedAt} />
          </strong>
        </span>
        <span>
          {incident.priority}: {incident.priorityReason}
          {incident.priorityBy && `, said ${actorName(incident.priorityBy)}`}
        </span>
        {recurrenceOf && (
          <span>
            Seen before: <Link to={href(`incidents/${recurrenceOf}`)}>{recurrenceOf}</Link>
          </span>
        )}
      </PageHeader>
      <Stepper label="Life of the incident" stages={stagesOf(incident).map(withTime)} />
      <div className="incident">
        <div className="stack incident-impact">
          <Impact incident={incident} />
          <Suspects incident={incident} />
          <SeenBefore incident={incident} />
          {state === 'resolved' && (
            <Card title="Learn from it">
              <div className="row">
                {retrospective ? (
                  <ButtonLink to={href(`retrospectives/${retrospective}`)}>
                    Open the retrospective
                  </ButtonLink>
                ) : (
                  <span className="muted">The retrospective is drafted when it is due.</span>
                )}
              </div>
              {incident.resolvedReason && (
                <p className="muted small">Resolved: {incident.resolvedReason}</p>
              )}
            </Card>
          )}
        </div>
        <div className="stack incident-work">
          <Runs incident={incident} />
          <Moments incident={incident} />
        </div>
        <div className="stack incident-people">
          <People incident={incident} />
          <Work incident={incident} />
          <Told incident={incident} />
          <Updates updates={incident.updates} />
        </div>
      </div>
    </>
  )
}

function withTime({ at, ...stage }: ReturnType<typeof stagesOf>[number]): Stage {
  return at ? { ...stage, note: <Time at={at} seconds /> } : stage
}
