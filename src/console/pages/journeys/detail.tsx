/** One journey: how long its walks take, step by step, and where the last ones failed. */
import { useAct, useAnswer, useMay, useParam, useRange, useWorkload } from '../../data/index.ts'
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
  TimeSeries,
} from '../../ui/index.ts'
import { bare, journeyStatus, share, took } from './words.ts'

export function Page() {
  const workload = useWorkload()
  const journey = useParam('journey')
  const { span } = useRange('-1h')
  const may = useMay('operate')
  const run = useAct('journeys.run')
  const answer = useAnswer(
    'journeys.show',
    { params: { journey }, query: { workload, from: span } },
    { everyMs: 5_000 },
  )
  return (
    <>
      {!answer.data && <PageHeader title={journey} />}
      <Answer answer={answer} lines={6}>
        {(data) => (
          <>
            <PageHeader
              title={data.title}
              before={<Status pill {...journeyStatus(data)} />}
              actions={
                may && (
                  <Button
                    disabled={run.isPending}
                    onClick={() => run.mutate({ params: { journey }, body: { workload } })}
                  >
                    Walk now
                  </Button>
                )
              }
            >
              <span className="mono">{data.name}</span>
              {data.failedAt && (
                <span>
                  Fails since <Time at={data.failedAt} seconds />
                </span>
              )}
            </PageHeader>
            <div className="with-side">
              <div className="stack">
                <Card title="How long it takes" aside={<strong>{took(data.durationMs)}</strong>}>
                  <TimeSeries
                    points={data.course.map(([atMs, value]) => ({ atMs, value }))}
                    label={`Duration of the walks, now ${took(data.durationMs)}`}
                    unit="ms"
                    height={160}
                    marks={data.failures.map(({ at }) => ({
                      atMs: Date.parse(at),
                      kind: 'alarm' as const,
                    }))}
                  />
                </Card>
                <Card title="Steps of the last walk" flush>
                  <Table
                    label="Steps"
                    rows={data.steps}
                    keyOf={({ name }) => name}
                    columns={[
                      { head: 'Step', cell: ({ name }) => name },
                      {
                        head: 'By',
                        cell: ({ kind }) => (kind === 'http' ? 'request' : 'browser'),
                      },
                      { head: 'Took', num: true, cell: ({ durationMs }) => took(durationMs) },
                    ]}
                  />
                </Card>
                <Card title="Last failures" flush>
                  {data.failures.length === 0 ? (
                    <p className="muted card-body">None in this time.</p>
                  ) : (
                    <Table
                      label="Last failures"
                      rows={data.failures}
                      keyOf={({ at }) => at}
                      columns={[
                        { head: 'When', cell: ({ at }) => <Time at={at} seconds /> },
                        { head: 'Step', cell: ({ step }) => step },
                        { head: 'Expected', wide: true, cell: ({ expected }) => expected },
                        { head: 'Came', cell: ({ found }) => found },
                      ]}
                    />
                  )}
                </Card>
              </div>
              <Card title="Declared">
                <KeyValue
                  of={[
                    ['Walked every', duration(data.everyMs)],
                    ['From', data.from],
                    ['Went through, last day', share(data.availability)],
                    ['Protects', data.protects.map(bare).join(', ') || 'no outcome'],
                    ['Owner', data.owner ? bare(data.owner) : 'of its component'],
                    [
                      'Last walk',
                      data.lastRunAt ? <Time key="at" at={data.lastRunAt} seconds /> : 'none yet',
                    ],
                  ]}
                />
              </Card>
            </div>
          </>
        )}
      </Answer>
    </>
  )
}
