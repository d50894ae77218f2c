/** Retrospectives: every incident that is over, drafted from the ledger. */
import { Link, useNavigate } from '@tanstack/react-router'
import { type Data, useAnswer, useHref, useWorkload } from '../../data/index.ts'
import {
  Chip,
  type Column,
  duration,
  Empty,
  PageHeader,
  Panel,
  Status,
  Table,
  Time,
} from '../../ui/index.ts'

type Row = Data<'retrospectives.list'>[number]

export function Page() {
  const workload = useWorkload()
  const href = useHref()
  const navigate = useNavigate()
  const answer = useAnswer('retrospectives.list', { query: { workload } })
  const columns: readonly Column<Row>[] = [
    {
      head: 'State',
      cell: ({ state }) => (
        <Status
          kind={state === 'open' ? 'info' : 'ok'}
          word={state === 'open' ? 'Due' : 'Closed'}
        />
      ),
    },
    {
      head: 'Retrospective',
      cell: ({ name, title, drill }) => (
        <>
          <span className="mono muted">{name}</span>{' '}
          <Link to={href(`retrospectives/${name}`)}>{title}</Link> {drill && <Chip>Drill</Chip>}
        </>
      ),
    },
    {
      head: 'Incident',
      wide: true,
      cell: ({ incident }) => <Link to={href(`incidents/${incident}`)}>{incident}</Link>,
    },
    { head: 'Restored in', num: true, wide: true, cell: ({ ttrMs }) => duration(ttrMs) },
    { head: 'Lessons', num: true, cell: ({ lessons }) => lessons },
    { head: 'Due', num: true, wide: true, cell: ({ dueAt }) => <Time at={dueAt} /> },
  ]
  return (
    <>
      <PageHeader title="Retrospectives">
        What happened, what was learned, and what is changed because of it.
      </PageHeader>
      <Panel
        title="Retrospectives"
        answer={answer}
        flush
        empty={(list) =>
          list.length === 0 && (
            <Empty title="No incident has ended yet" command="opsplane drill run <name>">
              A retrospective is opened when an incident is over, with its timeline drafted.
            </Empty>
          )
        }
      >
        {(list) => (
          <Table
            label="Retrospectives"
            columns={columns}
            rows={list}
            keyOf={({ id }) => id}
            onOpen={({ name }) => void navigate({ to: href(`retrospectives/${name}`) })}
          />
        )}
      </Panel>
    </>
  )
}
