/** One alarm: the course of what it looks at with the threshold, who answers for it, and what it has said. */
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
import { BandCard } from './BandCard.tsx'
import { withBand } from './band.ts'
import { Instances } from './Instances.tsx'
import { Watched } from './Watched.tsx'
import { WhyQuiet } from './WhyQuiet.tsx'
import { alarmRemarks, alarmStatus, bare, KINDS } from './words.ts'

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
          const { course, threshold, band } = data
          const remarks = alarmRemarks(data)
          const unit = course?.unit ?? ''
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
                  {course && (
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
                        points={
                          band
                            ? withBand(course.points, band)
                            : course.points.map(([atMs, value]) => ({ atMs, value }))
                        }
                        label={`${course.title}, now ${course.value === null ? 'without data' : quantity(course.value, course.unit)}; raised when ${data.when}${band ? `. ${band.sentence}` : ''}`}
                        unit={course.unit}
                        fromMs={data.fromMs}
                        toMs={data.toMs}
                        height={180}
                        {...(threshold === null ? {} : { target: threshold })}
                        marks={raised}
                      />
                    </Card>
                  )}
                  {band && <BandCard band={band} fromMs={data.fromMs} />}
                  {remarks.length > 0 && (
                    <Card title="What to know of it">
                      {remarks.map((remark) => (
                        <p key={remark}>{remark}</p>
                      ))}
                    </Card>
                  )}
                  <Instances of={data.instances} unit={unit} />
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
                            cell: ({ value }) => quantity(value, unit),
                          },
                          { head: 'Seen', wide: true, cell: ({ words }) => words ?? '' },
                        ]}
                      />
                    )}
                  </Card>
                </div>
                <Card title="Declared">
                  <KeyValue
                    of={[
                      ['Looks at', <Watched key="watched" alarm={data} from={`-${span}`} />],
                      ['Raised when', data.when],
                      ['Kind', KINDS[data.kind] ?? data.kind],
                      ['Severity', data.severity],
                      ['Protects', data.protects.map(bare).join(', ') || 'no outcome'],
                      ...(course?.layer ? [['Layer', course.layer] as const] : []),
                      ...(course
                        ? [
                            [
                              'Query',
                              <code key="query" className="small">
                                {course.query}
                              </code>,
                            ] as const,
                          ]
                        : []),
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
