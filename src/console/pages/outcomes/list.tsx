/** Outcomes, the heaviest first: each with its target and what is left of its error budget. */
import { Link, useNavigate } from '@tanstack/react-router'
import { useAnswer, useHref, useRange, useWorkload } from '../../data/index.ts'
import {
  type Column,
  count,
  Empty,
  PageHeader,
  Panel,
  quantity,
  Status,
  Table,
} from '../../ui/index.ts'
import { BudgetBar } from './BudgetBar.tsx'
import {
  bare,
  burnWord,
  type Outcome,
  objectiveWords,
  outcomeStatus,
  targetWords,
} from './words.ts'
import './outcomes.css'

export function Page() {
  const workload = useWorkload()
  const href = useHref()
  const navigate = useNavigate()
  const { span } = useRange('-1h')
  const answer = useAnswer(
    'outcomes.list',
    { query: { workload, from: span } },
    { everyMs: 10_000 },
  )
  const columns: readonly Column<Outcome>[] = [
    {
      head: 'Outcome',
      cell: ({ ref, title }) => <Link to={href(`outcomes/${bare(ref)}`)}>{title}</Link>,
    },
    { head: 'State', cell: (outcome) => <Status {...outcomeStatus(outcome)} /> },
    { head: 'Now', num: true, cell: ({ value, unit }) => <strong>{quantity(value, unit)}</strong> },
    { head: 'Target', num: true, wide: true, cell: targetWords },
    {
      head: 'Objective',
      wide: true,
      cell: ({ objective }) =>
        objective ? objectiveWords(objective) : <span className="muted">none</span>,
    },
    {
      head: 'Error budget',
      cell: ({ objective, title }) => <BudgetBar budget={objective} of={title} />,
    },
    {
      head: 'Burns, last hour',
      num: true,
      wide: true,
      cell: ({ objective }) => (objective ? burnWord(objective.burn[0]?.rate ?? null) : '—'),
    },
    { head: 'For', wide: true, cell: ({ kind, customers }) => customers ?? `the ${kind}` },
    { head: 'Owner', wide: true, cell: ({ owner }) => owner },
  ]
  return (
    <>
      <PageHeader title="Outcomes">
        What business and customers should get, how often that may fail, and what is left of it.
      </PageHeader>
      <Panel
        title="Outcomes"
        answer={answer}
        flush
        note={answer.data && count(answer.data.length, 'outcome')}
        empty={(list) =>
          list.length === 0 && (
            <Empty title="No outcome is declared" command="opsplane outcome list">
              An outcome is what people get, with a measure, a target and an owner. Without one
              nobody can say what a failure costs.
            </Empty>
          )
        }
      >
        {(list) => (
          <Table
            label="Outcomes"
            columns={columns}
            rows={list}
            keyOf={({ ref }) => ref}
            onOpen={({ ref }) => void navigate({ to: href(`outcomes/${bare(ref)}`) })}
          />
        )}
      </Panel>
    </>
  )
}
