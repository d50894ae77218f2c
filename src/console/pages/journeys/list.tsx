/** Journeys: walks through the product that are taken at intervals, and whether they go through. */
import { Link, useNavigate } from '@tanstack/react-router'
import { useAnswer, useHref, useWorkload } from '../../data/index.ts'
import {
  type Column,
  count,
  Empty,
  PageHeader,
  Panel,
  Status,
  Table,
  Time,
} from '../../ui/index.ts'
import { bare, type Journey, journeyStatus, share, took } from './words.ts'

export function Page() {
  const workload = useWorkload()
  const href = useHref()
  const navigate = useNavigate()
  const answer = useAnswer('journeys.list', { query: { workload } }, { everyMs: 5_000 })
  const columns: readonly Column<Journey>[] = [
    { head: 'State', cell: (journey) => <Status {...journeyStatus(journey)} /> },
    {
      head: 'Journey',
      cell: ({ name, title }) => <Link to={href(`journeys/${name}`)}>{title}</Link>,
    },
    { head: 'Steps', wide: true, num: true, cell: ({ steps }) => steps.length },
    { head: 'Took', num: true, cell: ({ durationMs }) => took(durationMs) },
    {
      head: 'Last day',
      num: true,
      wide: true,
      cell: ({ availability }) => share(availability),
    },
    {
      head: 'Protects',
      wide: true,
      cell: ({ protects }) => protects.map(bare).join(', ') || 'no outcome',
    },
    {
      head: 'Walked',
      num: true,
      wide: true,
      cell: ({ lastRunAt }) => (lastRunAt ? <Time at={lastRunAt} seconds /> : '—'),
    },
  ]
  return (
    <>
      <PageHeader title="Journeys">
        Walks that a customer would take, taken by us at intervals: they tell at night what nobody
        is awake to try.
      </PageHeader>
      <Panel
        title="Journeys"
        answer={answer}
        flush
        note={answer.data && count(answer.data.length, 'journey')}
        empty={(list) =>
          list.length === 0 && (
            <Empty title="No journey is declared" command="opsplane journey list">
              A journey is a list of requests, or of steps in a browser, with what is expected of
              each.
            </Empty>
          )
        }
      >
        {(list) => (
          <Table
            label="Journeys"
            columns={columns}
            rows={list}
            keyOf={({ name }) => name}
            onOpen={({ name }) => void navigate({ to: href(`journeys/${name}`) })}
          />
        )}
      </Panel>
    </>
  )
}
