/** What sets two sets of spans apart; what may be chance is called that, however large it looks. */
import type { UseQueryResult } from '@tanstack/react-query'
import type { Data } from '../../../data/index.ts'
import { type Column, count, Empty, Panel, Table } from '../../../ui/index.ts'
import { Partial } from '../Partial.tsx'
import { took } from '../took.ts'
import { ShareOf } from './ShareOf.tsx'

type Compared = Data<'traces.compare'>
type Difference = Compared['differences'][number]

const percent = (share: number) => `${Math.round(share * 1_000) / 10} %`

const VERDICT = {
  'more-in-a': 'more in the first',
  'more-in-b': 'more in the second',
  'may-be-chance': 'may be chance',
} as const

const columns: readonly Column<Difference>[] = [
  {
    head: 'Attribute',
    cell: ({ field, value, of }) => (
      <span className="difference mono">
        <span className="muted">{of === 'resource' ? `resource.${field}` : field}</span> {value}
      </span>
    ),
  },
  {
    head: 'First',
    width: '16%',
    cell: ({ shareOfA }) => <ShareOf share={shareOfA}>{percent(shareOfA)}</ShareOf>,
  },
  {
    head: 'Second',
    width: '16%',
    cell: ({ shareOfB }) => <ShareOf share={shareOfB}>{percent(shareOfB)}</ShareOf>,
  },
  {
    head: 'Says',
    cell: ({ verdict, atLeast }) =>
      verdict === 'may-be-chance' ? (
        <span className="muted">{VERDICT[verdict]}</span>
      ) : (
        <>
          <strong>{VERDICT[verdict]}</strong>{' '}
          <span className="muted small">by at least {percent(atLeast)}</span>
        </>
      ),
  },
]

function SetWords({ name, of }: { name: string; of: Compared['a'] }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <strong>{of.spans.toLocaleString('en')}</strong> of {count(of.found, 'span')},{' '}
        {count(of.errors, 'error')}, half within {took(of.p50Ms)}, 95 % within {took(of.p95Ms)}
      </dd>
    </div>
  )
}

export function Differences({ answer }: { answer: UseQueryResult<Compared> }) {
  return (
    <Panel
      title="What sets them apart"
      note="At 99.9 % confidence"
      answer={answer}
      flush
      lines={8}
      empty={({ a, b, differences }) =>
        differences.length === 0 && (
          <Empty title={a.spans && b.spans ? 'They do not differ' : 'One of the two is empty'}>
            The first search found {count(a.found, 'span')}, the second {count(b.found, 'span')}.
          </Empty>
        )
      }
    >
      {(data) => (
        <>
          <Partial of={data} />
          <dl className="compared">
            <SetWords name="First" of={data.a} />
            <SetWords name="Second" of={data.b} />
          </dl>
          <Table
            label="Attributes, the surest difference first"
            columns={columns}
            rows={data.differences}
            keyOf={({ of, field, value }) => `${of}.${field}=${value}`}
          />
        </>
      )}
    </Panel>
  )
}
