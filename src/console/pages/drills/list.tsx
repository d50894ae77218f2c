/** Drills: the experiments of the model, how their last drills went, and the button that injects a real fault. */
import { Link, useNavigate } from '@tanstack/react-router'
import { useAnswer, useHref, useWorkload } from '../../data/index.ts'
import { type Column, Empty, PageHeader, Panel, Status, Table, Time } from '../../ui/index.ts'
import { Start } from './Start.tsx'
import { drillStatus, type Experiment } from './words.ts'

export function Page() {
  const workload = useWorkload()
  const href = useHref()
  const navigate = useNavigate()
  const answer = useAnswer('drills.list', { query: { workload } }, { everyMs: 3_000 })
  const columns: readonly Column<Experiment>[] = [
    {
      head: 'Experiment',
      cell: ({ name, title }) => <Link to={href(`drills/${name}`)}>{title}</Link>,
    },
    { head: 'Last drill', cell: ({ last }) => <Status {...drillStatus(last)} /> },
    {
      head: 'Score',
      num: true,
      cell: ({ last }) => (last?.score == null ? '—' : `${last.score} of 100`),
    },
    {
      head: 'Expects',
      wide: true,
      cell: ({ alarm }) => (
        <Link to={href(`alarms/${alarm.replace('alarm:', '')}`)}>
          {alarm.replace('alarm:', '')}
        </Link>
      ),
    },
    {
      head: 'Answered by',
      wide: true,
      cell: ({ procedure }) => procedure?.replace('procedure:', '') ?? '—',
    },
    {
      head: 'When',
      num: true,
      wide: true,
      cell: ({ last }) => (last ? <Time at={last.startedAt} /> : 'never'),
    },
    { head: 'Run', cell: (experiment) => <Start experiment={experiment} /> },
  ]
  return (
    <>
      <PageHeader title="Drills">
        A real fault, an expectation, a score. Recovery that is not practised is a hope.
      </PageHeader>
      <Panel
        title="Experiments"
        answer={answer}
        flush
        empty={(list) =>
          list.length === 0 && (
            <Empty title="No experiment is declared" command="opsplane drill list">
              An experiment names a fault, the alarm and the procedure that must answer it, and what
              takes the fault back.
            </Empty>
          )
        }
      >
        {(list) => (
          <Table
            label="Experiments"
            columns={columns}
            rows={list}
            keyOf={({ name }) => name}
            onOpen={({ name }) => void navigate({ to: href(`drills/${name}`) })}
          />
        )}
      </Panel>
    </>
  )
}
