/** Services and their calls as tables: for readers of screens, for phones, and for numbers beside each other. */
import { Link } from '@tanstack/react-router'
import { explore, useHref } from '../../../data/index.ts'
import { type Column, Status, Table } from '../../../ui/index.ts'
import { took } from '../took.ts'
import { errorWords, type Mapped, rateWords } from './words.ts'

type Calls = Pick<Mapped['edges'][number], 'rate' | 'errorRate' | 'p50Ms' | 'p95Ms' | 'release'>

const figures: readonly Column<Calls>[] = [
  { head: 'Calls', num: true, cell: ({ rate }) => rateWords(rate) },
  {
    head: 'Errors',
    cell: ({ errorRate }) =>
      errorRate > 0 ? (
        <Status kind="warn" word={errorWords(errorRate)} />
      ) : (
        <span className="muted">none</span>
      ),
  },
  { head: 'Half within', num: true, wide: true, cell: ({ p50Ms }) => took(p50Ms) },
  { head: '95 % within', num: true, cell: ({ p95Ms }) => took(p95Ms) },
]
const release: Column<Calls> = {
  head: 'Release',
  cell: ({ release: of }) => <span className="mono">{of || 'not told'}</span>,
}

export function CallsTable({ data, byRelease }: { data: Mapped; byRelease: boolean }) {
  const href = useHref()
  const link = (service: string) => {
    const { page, search } = explore.ask('traces', `service:"${service}"`)
    return (
      <Link to={href(page)} search={search as never}>
        {service}
      </Link>
    )
  }
  const more = byRelease ? [release, ...figures] : figures
  return (
    <div className="calls-tables">
      <Table
        label="Services"
        rows={data.services}
        keyOf={({ service, release: of }) => `${service} ${of}`}
        columns={[{ head: 'Service', cell: ({ service }) => link(service) }, ...more]}
      />
      {data.edges.length > 0 && (
        <Table
          label="Who calls whom"
          rows={data.edges}
          keyOf={({ caller, callee, release: of }) => `${caller} ${callee} ${of}`}
          columns={[
            {
              head: 'Who calls whom',
              cell: ({ caller, callee }) => (
                <>
                  {caller} <span className="muted">calls</span> {callee}
                </>
              ),
            },
            ...more,
          ]}
        />
      )}
    </div>
  )
}
