/** One experiment: its hypothesis and fault, the drill that runs or ran last, and the ones before. */
import { Link } from '@tanstack/react-router'
import { Check, Dot } from 'lucide-react'
import { useState } from 'react'
import { useAct, useAnswer, useHref, useMay, useParam, useWorkload } from '../../data/index.ts'
import {
  Answer,
  Button,
  Card,
  duration,
  KeyValue,
  PageHeader,
  Status,
  Table,
  Time,
  Timeline,
} from '../../ui/index.ts'
import { Start } from './Start.tsx'
import { type Detail, type Drill, drillStatus } from './words.ts'
import './drills.css'

export function Page() {
  const workload = useWorkload()
  const experiment = useParam('experiment')
  const answer = useAnswer(
    'drills.show',
    { params: { experiment }, query: { workload } },
    { everyMs: 2_000 },
  )
  return (
    <>
      {!answer.data && <PageHeader title={experiment} />}
      <Answer answer={answer} lines={6}>
        {(data) => <Loaded experiment={data} />}
      </Answer>
    </>
  )
}

function Loaded({ experiment }: { experiment: Detail }) {
  const href = useHref()
  const { title, description, drills, steadyState, method, rollbacks, abort, alarm, procedure } =
    experiment
  const [shown] = drills
  return (
    <>
      <PageHeader
        title={title}
        before={<Status pill {...drillStatus(shown ?? null)} />}
        actions={<Start experiment={experiment} primary />}
      >
        {description}
      </PageHeader>
      <div className="with-side">
        <div className="stack">
          {shown ? (
            <Current drill={shown} />
          ) : (
            <Card title="Not drilled yet">
              <p className="muted">Nobody knows whether this failure is detected and answered.</p>
            </Card>
          )}
          {drills.length > 1 && (
            <Card title="Earlier drills" flush>
              <Table
                label="Earlier drills"
                rows={drills.slice(1)}
                keyOf={({ id }) => id}
                columns={[
                  { head: 'Drill', cell: ({ name }) => name },
                  { head: 'Result', cell: (drill) => <Status {...drillStatus(drill)} /> },
                  { head: 'Score', num: true, cell: ({ score }) => score ?? '—' },
                  { head: 'Why', wide: true, cell: ({ reason }) => reason ?? '—' },
                  { head: 'When', num: true, cell: ({ startedAt }) => <Time at={startedAt} /> },
                ]}
              />
            </Card>
          )}
        </div>
        <Card title="The experiment">
          <KeyValue
            of={[
              ['Steady state', `${steadyState.title}: ${steadyState.probes.join(', ')}`],
              ['Fault', method.join('; ')],
              ['Taken back by', rollbacks.join('; ') || 'nothing'],
              ['Called off when', abort.join('; ') || 'by a person'],
              [
                'Alarm',
                <Link key="alarm" to={href(`alarms/${alarm.replace('alarm:', '')}`)}>
                  {alarm.replace('alarm:', '')}
                </Link>,
              ],
              [
                'Answered by',
                procedure ? (
                  <Link
                    key="procedure"
                    to={href(`procedures/${procedure.replace('procedure:', '')}`)}
                  >
                    {procedure.replace('procedure:', '')}
                  </Link>
                ) : (
                  'people'
                ),
              ],
            ]}
          />
        </Card>
      </div>
    </>
  )
}

function Current({ drill }: { drill: Drill }) {
  const workload = useWorkload()
  const href = useHref()
  const may = useMay('respond')
  const [keyOnly, setKeyOnly] = useState(true)
  const answer = useAnswer(
    'drill-runs.show',
    { params: { drill: drill.id }, query: { workload } },
    { everyMs: 2_000 },
  )
  const abort = useAct('drill-runs.abort')
  const isRunning = drill.state !== 'finished'
  return (
    <>
      <Card
        title={`${drill.name}: what was expected`}
        note={drill.reason}
        flush
        aside={
          isRunning && may ? (
            <Button
              small
              look="danger"
              onClick={() =>
                abort.mutate({
                  params: { drill: drill.id },
                  body: { workload, reason: 'called off in the console' },
                })
              }
            >
              Call it off
            </Button>
          ) : (
            drill.score !== null && <strong>{drill.score} of 100</strong>
          )
        }
      >
        <ul className="expectations">
          {drill.expectations.map(({ name, title, state, afterMs, limitMs, reason }) => (
            <li key={name}>
              <Status
                kind={state === 'met' ? 'ok' : state === 'missed' ? 'crit' : 'unk'}
                word={state === 'met' ? 'Met' : state === 'missed' ? 'Not met' : 'Not yet'}
                quiet
              />
              <span>
                {title}
                {reason && <span className="muted small"> {reason}</span>}
              </span>
              <span className="push muted">
                {afterMs === null
                  ? `within ${duration(limitMs)}`
                  : `${duration(afterMs)} of ${duration(limitMs)}`}
              </span>
            </li>
          ))}
        </ul>
        <p className="card-body row small">
          {drill.incident && <Link to={href(`incidents/${drill.incident}`)}>{drill.incident}</Link>}
          {drill.run && <Link to={href(`runs/${drill.run}`)}>The run of the procedure</Link>}
        </p>
      </Card>
      <Card
        title="Timeline"
        note="From the fault"
        flush
        aside={
          <Button small onClick={() => setKeyOnly(!keyOnly)}>
            {keyOnly ? 'Everything' : 'What was expected'}
          </Button>
        }
      >
        <Answer answer={answer} lines={6}>
          {(data) => (
            <Timeline
              label="Timeline of the drill"
              entries={data.timeline
                .filter(
                  ({ meets, type }) => !keyOnly || meets !== null || type.startsWith('drill.'),
                )
                .map(({ position, at, sentence, meets, afterMs }) => ({
                  key: position,
                  at,
                  icon: meets === null ? <Dot size={14} /> : <Check size={14} />,
                  children: (
                    <>
                      {meets === null ? sentence : <strong>{sentence}</strong>}
                      {afterMs !== null && (
                        <span className="muted small">
                          {' '}
                          {afterMs < 0 ? '−' : '+'}
                          {(Math.abs(afterMs) / 1_000).toFixed(1)} s
                        </span>
                      )}
                    </>
                  ),
                }))}
            />
          )}
        </Answer>
      </Card>
    </>
  )
}
