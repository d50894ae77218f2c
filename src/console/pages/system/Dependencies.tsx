/** Who needs whom: what the model says beside the calls that were seen; the differences first. */
import { Card, count, duration, Status, Table } from '../../ui/index.ts'
import { errorWords, shareWords } from '../explore/services/words.ts'
import { took } from '../explore/took.ts'
import { bare, type Dependency, type System, verdictOf } from './words.ts'

const FIRST: readonly Dependency['verdict'][] = [
  'undeclared',
  'unseen',
  'unobservable',
  'confirmed',
]

export function Dependencies({ data }: { data: System }) {
  const { dependencies, observedMs, unobserved } = data
  const differing = dependencies.filter(
    ({ verdict }) => verdict === 'undeclared' || verdict === 'unseen',
  )
  const rows = [...dependencies].sort((a, b) => FIRST.indexOf(a.verdict) - FIRST.indexOf(b.verdict))
  return (
    <Card
      title="Who needs whom"
      note={`Declared in the model, beside calls of the last ${duration(observedMs)}`}
      aside={
        unobserved ? (
          <Status kind="unk" word="Calls cannot be read" />
        ) : differing.length > 0 ? (
          <Status kind="warn" word={count(differing.length, 'difference')} />
        ) : (
          <Status kind="ok" word="No difference" />
        )
      }
      flush
    >
      {unobserved && <p className="muted card-body">{unobserved}</p>}
      {rows.length === 0 ? (
        <p className="muted card-body">No component depends on another, and no call was seen.</p>
      ) : (
        <Table
          label="Who needs whom"
          rows={rows}
          keyOf={({ from, to }) => `${from} ${to}`}
          columns={[
            {
              head: 'Dependency',
              cell: ({ from, to }) => (
                <>
                  {bare(from)} <span className="muted">needs</span> {bare(to)}
                </>
              ),
            },
            {
              head: 'Declared and seen',
              cell: (one) => <Status kind={verdictOf(one).kind} word={verdictOf(one).word} />,
            },
            { head: 'What it means', wide: true, cell: (one) => verdictOf(one).means },
            {
              head: 'Errors',
              num: true,
              wide: true,
              cell: ({ errorRate }) =>
                errorRate === null ? '—' : errorRate > 0 ? shareWords(errorRate) : errorWords(0),
            },
            {
              head: '95 % within',
              num: true,
              cell: ({ p95Ms }) => (p95Ms === null ? '—' : took(p95Ms)),
            },
          ]}
        />
      )}
    </Card>
  )
}
