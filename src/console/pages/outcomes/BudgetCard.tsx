/** The error budget: what is left, how it went down, how fast it burns, and what nobody measured. */
import {
  Card,
  duration,
  Empty,
  figure,
  KeyValue,
  Status,
  Table,
  Time,
  TimeSeries,
} from '../../ui/index.ts'
import { type Budget, budgetWord, burnWord, type Detail, objectiveWords, share } from './words.ts'

export function BudgetCard({ of }: { of: Detail }) {
  const { objective, course, incidents, title } = of
  if (!objective)
    return (
      <Card title="Error budget" flush>
        <Empty title="It has no objective">
          An objective says how often the target may be missed: add{' '}
          <code>objective: {"{ target: 0.995, window: '28d' }"}</code> to the outcome.
        </Empty>
      </Card>
    )
  const marks = incidents.map(({ occurredAt }) => ({
    atMs: Date.parse(occurredAt),
    kind: 'alarm' as const,
  }))
  return (
    <Card
      title="Error budget"
      note={objectiveWords(objective)}
      aside={<Status {...budgetWord(objective)} />}
    >
      <p className="budget-words">{sentence(objective)}</p>
      {course.length > 1 ? (
        <TimeSeries
          points={course.map(([atMs, left]) => ({
            atMs,
            value: left === null ? null : left * 100,
            low: 0,
            high: 100,
          }))}
          label={`Error budget of ${title} over its window: ${budgetWord(objective).word}. ${objective.reason}.`}
          unit="%"
          height={150}
          target={0}
          marks={marks}
        />
      ) : (
        <p className="muted">Nothing was measured yet that could be drawn.</p>
      )}
      <BurnTable burn={objective.burn} />
      <Counted of={objective} />
    </Card>
  )
}

function sentence({ reason, exhaustedAt }: Budget) {
  const said = reason.charAt(0).toUpperCase() + reason.slice(1)
  if (!exhaustedAt || reason.startsWith('the budget is gone')) return `${said}.`
  return (
    <>
      {said}, <Time at={exhaustedAt} />.
    </>
  )
}

function BurnTable({ burn }: Pick<Budget, 'burn'>) {
  return (
    <Table
      label="How fast the budget burns"
      rows={burn}
      keyOf={({ overMs }) => String(overMs)}
      columns={[
        { head: 'Over the last', cell: ({ overMs }) => duration(overMs) },
        { head: 'As fast as allowed', num: true, cell: ({ rate }) => burnWord(rate) },
        {
          head: 'Of the budget',
          num: true,
          cell: ({ consumed }) => (consumed === null ? 'not measured' : share(consumed)),
        },
      ]}
    />
  )
}

function Counted({ of }: { of: Budget }) {
  const { attained, bad, allowed, basis, unknownMs, missing, leftAtWorst, coarse, since } = of
  const counted = (n: number | null) =>
    basis === 'events' || n === null ? figure(n) : `${figure(n)} ${n === 1 ? 'slice' : 'slices'}`
  return (
    <KeyValue
      of={[
        ['Attained', share(attained)],
        ['Bad so far', counted(bad)],
        ['Allowed in a whole window', counted(allowed)],
        ['Measured since', <Time key="since" at={since} />],
        [
          'Not measured',
          unknownMs < 60_000
            ? 'nothing'
            : `${duration(unknownMs)}, counted as ${missing}${missing === 'unknown' ? `; at worst ${share(leftAtWorst)} are left` : ''}`,
        ],
        ...(coarse ? ([['Older part', 'judged on samples of five minutes']] as const) : []),
      ]}
    />
  )
}
