/** Records below each other, the newest first: `J` and `K` walk them, `Enter` opens one to all it has. */
import { memo, type ReactNode, useCallback, useRef } from 'react'
import { fullTime } from '../../../ui/index.ts'
import { Level } from './Level.tsx'
import type { LogRecord } from './log-search.ts'

/** A record as the list draws it; one that is told as it arrives has no place yet. */
export type ListedRecord = Omit<LogRecord, 'id'> & { readonly id: string | null }

export function LogList<One extends ListedRecord>(props: {
  label: string
  records: readonly One[]
  keyOf: (record: One) => string
  /** The key of the record that is open. */
  open?: string
  onOpen?: (key: string) => void
  below?: (record: One) => ReactNode
}) {
  const { label, records, keyOf, open, onOpen, below } = props
  const told = useRef(onOpen)
  told.current = onOpen
  const toggle = useCallback((key: string) => told.current?.(key), [])
  return (
    <ul className="log-list" aria-label={label}>
      {records.map((record) => {
        const key = keyOf(record)
        const isOpen = open === key
        return (
          <li key={key} className={`log ${record.level}${isOpen ? ' open' : ''}`}>
            <Line record={record} name={key} isOpen={isOpen} onOpen={onOpen && toggle} />
            {isOpen && below?.(record)}
          </li>
        )
      })}
    </ul>
  )
}

// By itself: a further page, or a record that opens, draws no other of two thousand lines again.
const Line = memo(function Line(props: {
  record: ListedRecord
  name: string
  isOpen: boolean
  onOpen: ((key: string) => void) | undefined
}) {
  const { record, name, isOpen, onOpen } = props
  const line = (
    <>
      <time dateTime={new Date(record.timeMs).toISOString()} title={fullTime(record.timeMs)}>
        {momentOf(record.timeMs)}
      </time>
      <Level of={record.level} />
      <span className="log-service">{record.service}</span>
      <span className="log-body">{record.body}</span>
    </>
  )
  if (!onOpen) return <div className="log-line">{line}</div>
  return (
    <button
      type="button"
      className="log-line"
      data-row=""
      aria-expanded={isOpen}
      onClick={() => onOpen(isOpen ? '' : name)}
    >
      {line}
    </button>
  )
})

const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
})
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })

/** `13:52:08.412`, with the day when it is another one. */
function momentOf(timeMs: number): string {
  const isToday = new Date(timeMs).toDateString() === new Date().toDateString()
  return isToday ? clock.format(timeMs) : `${day.format(timeMs)} ${clock.format(timeMs)}`
}
