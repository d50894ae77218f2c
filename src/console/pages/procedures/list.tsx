/** Procedures: the documents, whether each can be trusted, and what each answers. */
import { Link, useNavigate } from '@tanstack/react-router'
import { useAnswer, useFilter, useHref, useWorkload } from '../../data/index.ts'
import {
  type Column,
  count,
  duration,
  Empty,
  Filter,
  PageHeader,
  Panel,
  Status,
  Table,
  Time,
} from '../../ui/index.ts'
import { type Listed, trustOf } from './words.ts'

export function Page() {
  const workload = useWorkload()
  const href = useHref()
  const navigate = useNavigate()
  const [words, setWords] = useFilter('q')
  const answer = useAnswer('procedures.list', { query: { workload } })
  const columns: readonly Column<Listed>[] = [
    {
      head: 'Procedure',
      cell: ({ id, title }) => <Link to={href(`procedures/${id}`)}>{title}</Link>,
    },
    { head: 'Kind', wide: true, cell: ({ kind }) => kind },
    { head: 'Can it be trusted', cell: (one) => <Status {...trustOf(one)} /> },
    { head: 'Answers', wide: true, cell: ({ alarms }) => alarms.join(', ') || '—' },
    {
      head: 'Starts',
      wide: true,
      cell: ({ automatic }) => (automatic ? 'by itself' : 'by a person'),
    },
    { head: 'Runs, 90 days', num: true, cell: ({ facts }) => facts.runs },
    {
      head: 'Median',
      num: true,
      wide: true,
      cell: ({ facts }) => (facts.medianMs === null ? '—' : duration(facts.medianMs)),
    },
    {
      head: 'Last run',
      num: true,
      wide: true,
      cell: ({ facts }) => (facts.lastRunAt ? <Time at={facts.lastRunAt} /> : 'never'),
    },
  ]
  return (
    <>
      <PageHeader title="Procedures">One document that people read and the engine runs.</PageHeader>
      <Panel
        title="Documents"
        answer={answer}
        flush
        note={answer.data && count(answer.data.length, 'procedure')}
        aside={<Filter label="Filter procedures" value={words} onChange={setWords} />}
        empty={(list) =>
          list.length === 0 && (
            <Empty title="No procedure yet" command="opsplane init">
              A procedure is a Markdown file below ops/ with opsplane: procedure/v1 in its front
              matter.
            </Empty>
          )
        }
      >
        {(list) => (
          <Table
            label="Procedures"
            columns={columns}
            rows={list.filter(({ title, id, alarms }) =>
              `${title} ${id} ${alarms.join(' ')}`.toLowerCase().includes(words.toLowerCase()),
            )}
            keyOf={({ id }) => id}
            onOpen={({ id }) => void navigate({ to: href(`procedures/${id}`) })}
          />
        )}
      </Panel>
    </>
  )
}
