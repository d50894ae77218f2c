/** All that one record has: its whole text, its fields with what to do about them, and the ways on from it. */
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { explore, useHref } from '../../../data/index.ts'
import { Button, fullTime } from '../../../ui/index.ts'
import { EventsAround } from '../EventsAround.tsx'
import { Around } from './Around.tsx'
import { FieldValue } from './FieldValue.tsx'
import { fieldName, type LogRecord } from './log-search.ts'

export function RecordDetail(props: {
  record: LogRecord
  onFilter: (field: string, value: string, out: boolean) => void
}) {
  const { record, onFilter } = props
  const { traceId, spanId, timeMs, attributes, resource, template, service, host, level } = record
  const [around, setAround] = useState(false)
  const href = useHref()
  const trace = explore.trace(traceId, spanId)
  const own = { service, host, level, template: template ?? '', trace: traceId }
  return (
    <div className="log-detail">
      <div className="row">
        {traceId && (
          <Link
            className="button small-control"
            to={href(trace.page)}
            search={trace.search as never}
          >
            Open its trace
          </Link>
        )}
        <Button small aria-expanded={around} onClick={() => setAround(!around)}>
          Before and after
        </Button>
        <EventsAround atMs={timeMs} />
        <span className="muted small push">{fullTime(timeMs)}</span>
      </div>
      <pre className="log-text">{record.body}</pre>
      {record.cut && <p className="muted small">Cut here; before and after shows it whole.</p>}
      {around && <Around record={record} />}
      <dl className="log-fields">
        {(['record', 'attribute', 'resource'] as const).flatMap((of) =>
          Object.entries(of === 'record' ? own : of === 'attribute' ? attributes : resource)
            .filter(([, value]) => value !== '')
            .map(([name, value]) => (
              <FieldValue
                key={`${of}.${name}`}
                name={name}
                value={value}
                quiet={of === 'resource'}
                onFilter={(out) => onFilter(fieldName(name, of, record), value, out)}
              />
            )),
        )}
      </dl>
    </div>
  )
}
