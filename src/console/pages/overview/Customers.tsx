/** Customer experience: can people do what they came to do. */

import { type Column, quantity, Sparkline, Status, Table } from '../../ui/index.ts'
import { ToExplore } from './ToExplore.tsx'
import { type Outcome, type Overview, outcomeStatus } from './words.ts'

const columnsOf = (data: Overview): readonly Column<Outcome>[] => [
  { head: 'Outcome', cell: ({ title }) => title },
  { head: 'Status', cell: (outcome) => <Status {...outcomeStatus(outcome)} /> },
  { head: 'Now', num: true, cell: ({ value, unit }) => <strong>{quantity(value, unit)}</strong> },
  {
    head: 'Course',
    wide: true,
    cell: ({ points, expected, title, signal }) => (
      <ToExplore signal={data.signals.find(({ ref }) => ref === signal)} of={title}>
        <Sparkline
          values={points.map(([, value]) => value)}
          band={points.map(() =>
            expected
              ? [expected.min ?? 0, expected.max ?? Math.max(...points.map(([, v]) => v ?? 0))]
              : null,
          )}
          label={`Course of ${title}`}
          width={96}
        />
      </ToExplore>
    ),
  },
  {
    head: 'Target',
    num: true,
    cell: ({ target, unit }) => `${target.op === '>=' ? '≥' : '≤'} ${quantity(target.value, unit)}`,
  },
  {
    head: 'Who is hurt',
    wide: true,
    cell: ({ met, customers }) => (met === false ? (customers ?? 'customers') : '—'),
  },
  { head: 'Owner', wide: true, cell: ({ owner }) => owner },
]

export function Customers({ data }: { data: Overview }) {
  const rows = data.outcomes.filter(({ kind }) => kind === 'customer')
  return (
    <section aria-labelledby="customers">
      <h2 className="section-title" id="customers">
        Customer experience <span className="muted">Can people do what they came to do?</span>
      </h2>
      <div className="card scrolls">
        {rows.length === 0 ? (
          <p className="muted card-body">
            No customer outcome is declared. Add an outcome of the kind customer to the model.
          </p>
        ) : (
          <Table
            label="Customer outcomes"
            columns={columnsOf(data)}
            rows={rows}
            keyOf={({ ref }) => ref}
          />
        )}
      </div>
    </section>
  )
}
