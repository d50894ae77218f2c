/** One outcome: whether it is met, what is left of its budget, what it rests on, what protects it, what hurt it. */
import { useAnswer, useParam, useRange, useWorkload } from '../../data/index.ts'
import {
  Answer,
  Card,
  ExploreLink,
  KeyValue,
  PageHeader,
  quantity,
  Status,
  Time,
  TimeSeries,
} from '../../ui/index.ts'
import { BandCard } from '../alarms/BandCard.tsx'
import { withBand } from '../alarms/band.ts'
import { BudgetCard } from './BudgetCard.tsx'
import { Protection } from './Protection.tsx'
import { RestsOn } from './RestsOn.tsx'
import { bare, type Detail, lossWords, outcomeStatus, pointsOf, targetWords } from './words.ts'
import './outcomes.css'

export function Page() {
  const workload = useWorkload()
  const outcome = useParam('outcome')
  const { span } = useRange('-1h')
  const answer = useAnswer(
    'outcomes.show',
    { params: { outcome }, query: { workload, from: span } },
    { everyMs: 10_000 },
  )
  return (
    <>
      {!answer.data && <PageHeader title={outcome} />}
      <Answer answer={answer} lines={6}>
        {(data) => (
          <>
            <PageHeader title={data.title} before={<Status pill {...outcomeStatus(data)} />}>
              <span className="mono">{bare(data.ref)}</span>
              <span>Owner {data.owner}</span>
              {data.missedSince && (
                <span>
                  Missed since <Time at={data.missedSince} seconds />
                </span>
              )}
            </PageHeader>
            <Hurt data={data} />
            <div className="with-side">
              <div className="stack">
                <Measure data={data} span={span} />
                {data.band && <BandCard band={data.band} fromMs={data.fromMs} />}
                <BudgetCard of={data} />
                <RestsOn data={data} />
              </div>
              <div className="stack">
                <Declared data={data} />
                <Protection data={data} />
              </div>
            </div>
          </>
        )}
      </Answer>
    </>
  )
}

/** In words, for somebody who was asleep: for whom, how much, and where it comes from. */
function Hurt({ data }: { data: Detail }) {
  const { met, customers, loss, causes, reason } = data
  if (met !== false) return null
  const [deepest] = causes
  return (
    <section className="outcome-hurt" aria-label="What is lost">
      <Status kind="crit" word={customers ? `It hurts ${customers}` : 'The business is hurt'} />
      <p>
        {loss ? <strong>{lossWords(loss)}. </strong> : reason}
        {deepest && `${deepest.title}: ${deepest.reason}.`}
      </p>
    </section>
  )
}

function Measure({ data, span }: { data: Detail; span: string }) {
  const { title, value, unit, reason, query, target, fromMs, toMs, incidents } = data
  return (
    <Card
      title="Its measure"
      note={bare(data.signal)}
      aside={
        <>
          <ExploreLink query={query} from={`-${span}`} of={title} />
          <strong>{quantity(value, unit)}</strong>
        </>
      }
    >
      <TimeSeries
        points={data.band ? withBand(data.points, data.band) : pointsOf(data)}
        label={`${title}: ${value === null ? 'no data' : quantity(value, unit)}, target ${targetWords(data)}. ${reason ?? 'In the expected range'}.`}
        unit={unit}
        height={170}
        target={target.value}
        fromMs={fromMs}
        toMs={toMs}
        marks={incidents.map(({ occurredAt }) => ({
          atMs: Date.parse(occurredAt),
          kind: 'alarm' as const,
        }))}
      />
    </Card>
  )
}

function Declared({ data }: { data: Detail }) {
  const { kind, weight, customers, owner } = data
  return (
    <Card title="Declared">
      <KeyValue
        of={[
          ['Target', targetWords(data)],
          ['Kind', kind],
          ['Weight', `${weight} of 10`],
          ['For', customers ?? `the ${kind}`],
          ['Owner', owner],
        ]}
      />
    </Card>
  )
}
