/** The incidents of the workload, in the order in which they are worked on. */
import { Link, useNavigate } from '@tanstack/react-router'
import { useAnswer, useFilter, useHref, useWorkload } from '../../data/index.ts'
import {
  actorName,
  Choices,
  type Column,
  count,
  Empty,
  Filter,
  PageHeader,
  Panel,
  Since,
  Status,
  Table,
  Time,
} from '../../ui/index.ts'
import { bare, type Incident, incidentStatus, lossWords } from './words.ts'

const STATES = [
  { value: '', label: 'All' },
  { value: 'open', label: 'Open' },
  { value: 'resolved', label: 'Resolved' },
]

export function Page() {
  const workload = useWorkload()
  const href = useHref()
  const navigate = useNavigate()
  const [state, setState] = useFilter('state')
  const [words, setWords] = useFilter('q')
  const answer = useAnswer('incidents.list', {
    query: { workload, ...(state ? { state: state as 'open' } : {}) },
  })
  const columns: readonly Column<Incident>[] = [
    { head: 'Status', width: '130px', cell: (one) => <Status {...incidentStatus(one)} /> },
    {
      head: 'Incident',
      cell: ({ name, title }) => (
        <>
          <span className="mono muted">{name}</span>{' '}
          <Link to={href(`incidents/${name}`)}>{title}</Link>
        </>
      ),
    },
    {
      head: 'What suffers',
      wide: true,
      cell: ({ outcomes }) => outcomes.map((o) => o.title).join(', ') || '—',
    },
    { head: 'Loses', num: true, wide: true, cell: ({ loss }) => (loss ? lossWords(loss) : '—') },
    { head: 'Owner', wide: true, cell: ({ owner }) => bare(owner) },
    {
      head: 'Acknowledged',
      wide: true,
      cell: ({ acknowledgedBy, state: now }) =>
        acknowledgedBy ? (
          actorName(acknowledgedBy)
        ) : now === 'open' ? (
          <Status kind="warn" word="Nobody yet" />
        ) : (
          '—'
        ),
    },
    { head: 'Began', num: true, wide: true, cell: ({ occurredAt }) => <Time at={occurredAt} /> },
    {
      head: 'Lasted',
      num: true,
      cell: ({ occurredAt, resolvedAt }) => <Since at={occurredAt} until={resolvedAt} />,
    },
  ]
  return (
    <>
      <PageHeader title="Incidents">
        Open ones by priority, then by what is lost each minute, then the oldest. Each leads to what
        is done about it.
      </PageHeader>
      <Panel
        title="Incidents"
        answer={answer}
        flush
        aside={
          <>
            <Choices label="State" value={state} onChange={setState} choices={STATES} />
            <Filter label="Filter incidents" value={words} onChange={setWords} />
          </>
        }
        note={
          answer.data &&
          count(answer.data.filter((one) => one.state === 'open').length, 'open incident')
        }
        empty={(list) =>
          list.length === 0 && (
            <Empty
              title={state ? 'No incident is in this state' : 'No incident has been opened yet'}
              command={`opsplane incident declare --workload ${workload} "…"`}
            >
              An incident is opened when an alarm says that an outcome suffers, or when you declare
              one with the key D.
            </Empty>
          )
        }
      >
        {(list) => (
          <Table
            label="Incidents"
            columns={columns}
            rows={list.filter((one) => matches(one, words))}
            keyOf={({ id }) => id}
            onOpen={({ name }) => void navigate({ to: href(`incidents/${name}`) })}
          />
        )}
      </Panel>
    </>
  )
}

function matches({ name, title, owner, alarm }: Incident, words: string): boolean {
  const text = `${name} ${title} ${owner} ${alarm ?? ''}`.toLowerCase()
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
