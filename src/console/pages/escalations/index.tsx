/** Escalations: for what help is being called now, by which paths, and who would be called at another time. */
import { Link } from '@tanstack/react-router'
import { type Data, useAnswer, useHref, useWorkload } from '../../data/index.ts'
import {
  Age,
  actorName,
  type Column,
  duration,
  Empty,
  PageHeader,
  Panel,
  Status,
  type StatusKind,
  Table,
  Time,
} from '../../ui/index.ts'
import { Paths } from './Paths.tsx'
import { Simulator } from './Simulator.tsx'
import './escalations.css'

type Escalations = Data<'escalations.list'>
type Calling = Escalations['calling'][number]

export function Page() {
  const workload = useWorkload()
  const answer = useAnswer('escalations.list', { query: { workload } }, { everyMs: 15_000 })
  return (
    <>
      <PageHeader title="Escalations">
        For what help is being called, by which paths, and who would be called at another time.
      </PageHeader>
      <div className="with-side">
        <div className="stack">
          <Panel
            title="Being called for now"
            answer={answer}
            flush
            aside={({ at, audit }) => (
              <>
                <Works audit={audit} /> <Age at={at} />
              </>
            )}
            empty={({ calling }) =>
              calling.length === 0 && (
                <Empty title="Help is being called for nothing">
                  When an incident opens, the steps of its path are called one after the other until
                  somebody acknowledges.
                </Empty>
              )
            }
          >
            {({ calling }) => <CallingTable calling={calling} />}
          </Panel>
          <Panel
            title="Paths"
            answer={answer}
            flush
            empty={({ paths }) =>
              paths.length === 0 && (
                <Empty title="No escalation in the model" command="opsplane apply ./operations">
                  Until there is one, the owner of an alarm is called, and nobody after them.
                </Empty>
              )
            }
          >
            {({ paths }) => <Paths paths={paths} />}
          </Panel>
        </div>
        <div className="stack">
          <Panel title="Who would be called" answer={answer}>
            {({ paths }) => <Simulator paths={paths} />}
          </Panel>
        </div>
      </div>
    </>
  )
}

/** Looked at by an auditor beside the machinery that calls. */
function Works({ audit: { overdue, latestMs } }: { audit: Escalations['audit'] }) {
  if (overdue > 0)
    return <Status kind="crit" word={`${overdue} overdue, by ${duration(latestMs)}`} />
  return <Status kind="ok" word="No call is late" />
}

const STATES: Record<Calling['state'], { kind: StatusKind; word: string }> = {
  running: { kind: 'warn', word: 'Calling' },
  acknowledged: { kind: 'ok', word: 'Acknowledged' },
  snoozed: { kind: 'unk', word: 'Snoozed' },
  exhausted: { kind: 'crit', word: 'Nobody has answered' },
}

function CallingTable({ calling }: { calling: Calling[] }) {
  const href = useHref()
  const columns: Column<Calling>[] = [
    {
      head: 'Incident',
      cell: ({ incident, title }) => (
        <>
          <Link to={href(`incidents/${incident}`)}>{incident}</Link> {title}
        </>
      ),
    },
    { head: 'Priority', cell: ({ priority }) => priority, width: '80px' },
    {
      head: 'State',
      cell: ({ state, by }) => (
        <>
          <Status {...STATES[state]} />
          {by && <div className="muted small">{actorName(by)}</div>}
        </>
      ),
    },
    { head: 'Step', cell: ({ step, steps }) => `${step} of ${steps}`, width: '80px', wide: true },
    {
      head: 'Next call',
      cell: ({ nextAt, until, state }) =>
        (until ?? nextAt) ? (
          <Time at={(until ?? nextAt)!} seconds />
        ) : (
          <span className="muted">{state === 'running' ? 'paused: it is quiet' : 'none'}</span>
        ),
    },
  ]
  return (
    <Table
      label="Incidents for which help is being called"
      columns={columns}
      rows={calling}
      keyOf={({ incident }) => incident}
    />
  )
}
