/** Lessons: what was learned, success included. */
import { Link } from '@tanstack/react-router'
import { type Data, useAnswer, useFilter, useHref, useWorkload } from '../../data/index.ts'
import { type Column, Empty, Filter, PageHeader, Panel, Table, Time } from '../../ui/index.ts'

type Lesson = Data<'lessons.list'>[number]

export function Page() {
  const workload = useWorkload()
  const href = useHref()
  const [words, setWords] = useFilter('q')
  const answer = useAnswer('lessons.list', { query: { workload } })
  const columns: readonly Column<Lesson>[] = [
    { head: 'Lesson', cell: ({ statement }) => statement },
    { head: 'About', wide: true, cell: ({ kind }) => kind },
    {
      head: 'From',
      wide: true,
      cell: ({ retrospective }) =>
        retrospective ? (
          <Link to={href(`retrospectives/${retrospective}`)}>retrospective</Link>
        ) : (
          '—'
        ),
    },
    { head: 'By', wide: true, cell: ({ by }) => by.replace('person:', '') },
    { head: 'When', num: true, cell: ({ at }) => <Time at={at} /> },
  ]
  return (
    <>
      <PageHeader title="Lessons">
        What was learned from what happened, success included.
      </PageHeader>
      <Panel
        title="Lessons"
        answer={answer}
        flush
        aside={<Filter label="Filter lessons" value={words} onChange={setWords} />}
        empty={(list) =>
          list.length === 0 && (
            <Empty title="No lesson is recorded yet">
              Lessons are recorded on retrospectives, and found again here.
            </Empty>
          )
        }
      >
        {(list) => (
          <Table
            label="Lessons"
            columns={columns}
            rows={list.filter(({ statement }) =>
              statement.toLowerCase().includes(words.toLowerCase()),
            )}
            keyOf={({ id }) => id}
          />
        )}
      </Panel>
    </>
  )
}
