/** One trace: its waterfall with the critical path, the chosen span, and what its services said meanwhile. */
import { Link } from '@tanstack/react-router'
import { explore, useAnswer, useFilter, useHref, useParam } from '../../../data/index.ts'
import { Answer, Card, count, PageHeader, Status, Time } from '../../../ui/index.ts'
import { EventsAround } from '../EventsAround.tsx'
import { LogList } from '../logs/LogList.tsx'
import { Partial } from '../Partial.tsx'
import { took } from '../took.ts'
import { SpanDetail } from './SpanDetail.tsx'
import { Waits } from './Waits.tsx'
import { Waterfall } from './Waterfall.tsx'
import type { Trace } from './waterfall.ts'
import '../logs/logs.css'
import './trace.css'

export function Page() {
  const trace = useParam('trace')
  const answer = useAnswer('traces.show', { params: { trace } })
  return (
    <>
      {!answer.data && <PageHeader title="Trace" />}
      <Answer answer={answer} lines={10}>
        {(data) => <Loaded trace={data} />}
      </Answer>
    </>
  )
}

function Loaded({ trace }: { trace: Trace }) {
  const { traceId, spans, logs, services, startMs, durationMs, errors } = trace
  const href = useHref()
  const [chosen, setChosen] = useFilter('span', spans[0]?.spanId)
  const [record, setRecord] = useFilter('record')
  const root = spans[0]
  const span = spans.find(({ spanId }) => spanId === chosen) ?? root
  const search = explore.ask('logs', `trace:${traceId}`)
  return (
    <>
      <PageHeader
        title={root ? `${root.service} ${root.name}` : 'Trace'}
        before={
          errors > 0 ? (
            <Status pill kind="warn" word={count(errors, 'error')} />
          ) : (
            <Status pill kind="ok" word="No error" />
          )
        }
      >
        <span className="mono trace-id">{traceId}</span>
        <span>
          <Time at={startMs} seconds />, {took(durationMs)}
        </span>
        <span>
          {count(spans.length, 'span')} of {count(services.length, 'service')}
        </span>
        <Link to={href(search.page)} search={search.search as never}>
          Its log records
        </Link>
        <EventsAround atMs={startMs} />
      </PageHeader>
      <div className="with-side">
        <div className="stack">
          <Card title="Course" flush aside="Tall bars: what the request waited for">
            <Partial of={trace} />
            <Waterfall trace={trace} chosen={span?.spanId ?? ''} onChoose={setChosen} />
          </Card>
          <Card title="Log records" flush aside={count(logs.length, 'record')}>
            {logs.length === 0 ? (
              <p className="muted card-body">
                No record carries the id of this trace. Send <code>trace_id</code> with the records
                of a request to see them here.
              </p>
            ) : (
              <LogList
                label="Log records of the trace, the oldest first"
                records={logs}
                keyOf={({ id }) => id}
                open={record}
                onOpen={setRecord}
                below={({ body }) => (
                  <div className="log-detail">
                    <pre className="log-text">{body}</pre>
                  </div>
                )}
              />
            )}
          </Card>
        </div>
        <div className="stack">
          <Waits trace={trace} />
          {span && <SpanDetail span={span} startMs={startMs} />}
        </div>
      </div>
    </>
  )
}
