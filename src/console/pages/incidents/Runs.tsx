/** The procedures that run for an incident: the newest in full, the others as links. */
import { Link } from '@tanstack/react-router'
import { useAnswer, useHref } from '../../data/index.ts'
import {
  ButtonLink,
  Card,
  Empty,
  isOver,
  Panel,
  RunSteps,
  runStatus,
  Status,
} from '../../ui/index.ts'
import { bare, type IncidentDetail } from './words.ts'

export function Runs({ incident }: { incident: IncidentDetail }) {
  const href = useHref()
  const { runs } = incident
  const procedure = incident.procedure && bare(incident.procedure)
  const first = runs.find(({ state }) => !isOver(state)) ?? runs[0]
  if (!first)
    return (
      <Card title="What is done about it" flush>
        <Empty
          title="No procedure runs"
          action={
            procedure && (
              <ButtonLink
                small
                to={href(`procedures/${procedure}`)}
                search={{ incident: incident.name }}
              >
                Open {procedure}
              </ButtonLink>
            )
          }
        >
          {procedure
            ? 'Its alarm names a procedure; read it, then run it for this incident.'
            : 'No procedure is named for this. Write down what helps, for the next time.'}
        </Empty>
      </Card>
    )
  const others = runs.filter(({ run }) => run !== first.run)
  return (
    <>
      <CurrentRun id={first.run} procedure={first.procedure} />
      {others.length > 0 && (
        <Card title="Other runs" flush>
          <ul className="side-list">
            {others.map(({ run, procedure: name, state }) => (
              <li key={run}>
                <Link to={href(`runs/${run}`)}>{name}</Link>
                <span className="push">
                  <Status {...runStatus(state)} />
                </span>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </>
  )
}

const TRIGGER: Record<string, string> = {
  alarm: 'started by the alarm',
  drill: 'started by a drill',
  person: 'started by a person',
}

function CurrentRun({ id, procedure }: { id: string; procedure: string }) {
  const href = useHref()
  const answer = useAnswer('runs.show', { params: { run: id } })
  const run = answer.data
  return (
    <Panel
      title={<Link to={href(`runs/${id}`)}>{run?.title ?? procedure}</Link>}
      note={run && `${run.dry ? 'Dry run' : 'Run'} ${TRIGGER[run.trigger] ?? run.trigger}`}
      aside={run && <Status pill {...runStatus(run.state, run.done, run.total)} />}
      answer={answer}
      flush
      lines={5}
    >
      {(data) => <RunSteps run={data} />}
    </Panel>
  )
}
