/** The traces that were found, each with how long it took beside the longest of them. */
import { Link, useNavigate } from '@tanstack/react-router'
import { type Data, explore, type Range, useHref, usePages } from '../../../data/index.ts'
import { Button, type Column, count, Empty, Panel, Status, Table, Time } from '../../../ui/index.ts'
import { Examples } from '../Examples.tsx'
import { Partial } from '../Partial.tsx'
import { took } from '../took.ts'
import { ShareOf } from './ShareOf.tsx'

type Found = Data<'traces.search'>['traces'][number]

const PAGE = 50
const MOST_LOADED = 200

const examples = [
  { question: 'status:error', answers: 'Requests with a span that failed' },
  { question: 'duration>500ms', answers: 'Requests with a slow span' },
  { question: 'service:payments kind:server', answers: 'Requests that reached one service' },
]

export function useTraces(
  question: string,
  order: 'newest' | 'slowest',
  { span, to }: Range,
  enabled: boolean,
) {
  return usePages(
    'traces.search',
    { query: { query: question, order, since: span, limit: PAGE, ...(to ? { to } : {}) } },
    { enabled },
  )
}

export function FoundTraces(props: {
  answer: ReturnType<typeof useTraces>
  question: string
  onRun: (question: string) => void
}) {
  const { answer, question, onRun } = props
  const href = useHref()
  const navigate = useNavigate()
  const traces = answer.data?.pages.flatMap((page) => page.traces) ?? []
  const longest = Math.max(1e-9, ...traces.map(({ durationMs }) => durationMs))
  const columns: readonly Column<Found>[] = [
    { head: 'Began', cell: ({ startMs }) => <Time at={startMs} seconds /> },
    {
      head: 'Request',
      cell: ({ traceId, service, name }) => (
        <Link to={href(explore.trace(traceId).page)}>
          <span className="muted">{service || 'root did not arrive'}</span> {name}
        </Link>
      ),
    },
    {
      head: 'Took',
      width: '22%',
      cell: ({ durationMs }) => <ShareOf share={durationMs / longest}>{took(durationMs)}</ShareOf>,
    },
    {
      head: 'Status',
      cell: ({ errors }) =>
        errors ? (
          <Status kind="warn" word={count(errors, 'error')} />
        ) : (
          <span className="muted">no error</span>
        ),
    },
    { head: 'Spans', num: true, wide: true, cell: ({ spans }) => spans.toLocaleString('en') },
    {
      head: 'Services',
      wide: true,
      cell: ({ services }) => <span className="muted small">{services.join(', ')}</span>,
    },
  ]
  return (
    <>
      <Panel
        title="Traces"
        answer={answer}
        flush
        lines={10}
        aside={() => count(traces.length, 'trace')}
        empty={() =>
          traces.length === 0 && (
            <Empty title="No trace" command="opsplane traces --since 3h">
              No span that fits was sent in this time. Take a condition out, or choose a longer
              range.
            </Empty>
          )
        }
      >
        {({ pages }) => (
          <>
            {pages.at(-1) && <Partial of={pages.at(-1)!} />}
            <Table
              label="Traces"
              columns={columns}
              rows={traces}
              keyOf={({ traceId }) => traceId}
              onOpen={({ traceId }) => void navigate({ to: href(explore.trace(traceId).page) })}
            />
            {answer.hasNextPage && (
              <div className="further">
                {traces.length < MOST_LOADED ? (
                  <Button
                    small
                    disabled={answer.isFetchingNextPage}
                    onClick={() => void answer.fetchNextPage()}
                  >
                    Show further traces
                  </Button>
                ) : (
                  <p className="muted small" data-state="too-much">
                    {MOST_LOADED} are shown. Narrow the search to see others.
                  </p>
                )}
              </div>
            )}
          </>
        )}
      </Panel>
      {question === '' && (
        <Examples title="Searches to begin with" examples={examples} onTake={onRun} />
      )}
    </>
  )
}
