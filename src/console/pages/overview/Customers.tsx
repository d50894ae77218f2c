/** Customer experience: can people do what they came to do. */

import { Link } from '@tanstack/react-router'
import { useHref } from '../../data/index.ts'
import {
  type Column,
  figure,
  quantity,
  Sparkline,
  Status,
  type StatusKind,
  Table,
} from '../../ui/index.ts'
import { BudgetBar } from '../outcomes/BudgetBar.tsx'
import { bare, burnWord, objectiveWords, outcomeStatus } from '../outcomes/words.ts'
import { ToExplore } from './ToExplore.tsx'
import type { Outcome, Overview } from './words.ts'
import '../outcomes/outcomes.css'

const columnsOf = (
  data: Overview,
  href: ReturnType<typeof useHref>,
): readonly Column<Outcome>[] => [
  {
    head: 'Outcome',
    cell: ({ title, ref }) => <Link to={href(`outcomes/${bare(ref)}`)}>{title}</Link>,
  },
  { head: 'Status', cell: (outcome) => <Status {...customerStatus(outcome)} /> },
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
    head: 'Objective',
    wide: true,
    cell: ({ objective }) => (objective ? objectiveWords(objective) : '—'),
  },
  {
    head: 'Error budget',
    wide: true,
    cell: ({ objective, title }) => <BudgetBar budget={objective} of={title} />,
  },
  {
    head: 'Affected now',
    num: true,
    wide: true,
    cell: ({ met, affected, customers }) => (
      <span title={customers ?? ''}>
        {affected === null ? (
          met === false ? (
            (customers ?? 'customers')
          ) : (
            <span className="muted">not counted</span>
          )
        ) : affected > 0 ? (
          <strong>{figure(affected)}</strong>
        ) : (
          '0'
        )}
      </span>
    ),
  },
]

/** Met now, and burning: its budget says what the present value does not. */
function customerStatus(outcome: Outcome): { kind: StatusKind; word: string } {
  const { met, objective } = outcome
  const rate = objective?.burn[0]?.rate
  if (met !== true || objective?.status !== 'crit' || !rate) return outcomeStatus(outcome)
  return { kind: 'crit', word: `Burning ${burnWord(rate)}` }
}

export function Customers({ data }: { data: Overview }) {
  const href = useHref()
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
            columns={columnsOf(data, href)}
            rows={rows}
            keyOf={({ ref }) => ref}
          />
        )}
      </div>
    </section>
  )
}
