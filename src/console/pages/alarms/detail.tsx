/** One alarm: the course of its signal with the threshold, who answers for it, and what it has said. */
import { Link } from '@tanstack/react-router'
import { useAnswer, useHref, useParam, useRange, useWorkload } from '../../data/index.ts'
import {
  Answer,
  Card,
  ExploreLink,
  KeyValue,
  PageHeader,
  quantity,
  Status,
  Table,
  Time,
  TimeSeries,
} from '../../ui/index.ts'
import { Silencer } from '../silences/Silencer.tsx'
import { WhyQuiet } from './WhyQuiet.tsx'
import { alarmStatus, bare } from './words.ts'

export function Page() {
  const workload = useWorkload()
  const alarm = useParam('alarm')
  const href = useHref()
  const { span } = useRange('-1h')
  const answer = useAnswer(
    'alarms.show',
    { params: { alarm }, query: { workload, from: span } },
    { everyMs: 5_000 },
  )
  return (
    <>
      {!answer.data && <PageHeader title={alarm} />}
      <Answer answer={answer} lines={6}>
        {(data) => {
          const { course, threshold } = data
          const raised = data.history
            .filter(({ type }) => type === 'alarm.raised')
            .map(({ at }) => ({ atMs: Date.parse(at), kind: 'alarm' as const }))
          return (
            <>
              <PageHeader
                title={data.title}
                before={<Status pill {...alarmStatus(data)} />}
                actions={<Silencer alarm={data} />}
              >
                <span className="mono">{data.name}</span>
                <span>Owner {bare(data.owner)}</span>
                <Link to={href(`procedures/${bare(data.procedure)}`)}>{bare(data.procedure)}</Link>
              </PageHeader>
              <div className="with-side">
                <div className="stack">
                  <WhyQuiet reasons={data.suppressedBy} />
                  <Card
                    title={course.title}
                    aside={
                      <>
                        <ExploreLink query={course.query} from={`-${span}`} />
                        <strong>{quantity(course.value, course.unit)}</strong>
                      </>
                    }
                  >
                    <TimeSeries
                      points={course.points.map(([atMs, value]) => ({ atMs, value }))}
                      label={`${course.title}, now ${course.value === null ? 'without data' : quantity(course.value, course.unit)}; raised when ${data.when}`}
                      unit={course.unit}
                      height={180}
                      target={threshold}
                      marks={raised}
                    />
                  </Card>
                  <Card title="What it has said" flush>
                    {data.history.length === 0 ? (
                      <p className="muted card-body">
                        Nothing yet. A drill shows whether it would.
                      </p>
                    ) : (
                      <Table
                        label="History"
                        rows={data.history}
                        keyOf={({ position }) => String(position)}
                        columns={[
                          { head: 'When', cell: ({ at }) => <Time at={at} seconds /> },
                          { head: 'What', cell: ({ type }) => type.replace('alarm.', '') },
                          {
                            head: 'Value',
                            num: true,
                            cell: ({ value }) => quantity(value, course.unit),
                          },
                        ]}
                      />
                    )}
                  </Card>
                </div>
                <Card title="Declared">
                  <KeyValue
                    of={[
                      [
                        'Signal',
                        <span key="signal" className="mono">
                          {bare(data.signal)}
                        </span>,
                      ],
                      ['Raised when', data.when],
                      ['Severity', data.severity],
                      ['Protects', data.protects.map(bare).join(', ') || 'no outcome'],
                      ['Layer', course.layer],
                      [
                        'Query',
                        <code key="query" className="small">
                          {course.query}
                        </code>,
                      ],
                    ]}
                  />
                </Card>
              </div>
            </>
          )
        }}
      </Answer>
    </>
  )
}
