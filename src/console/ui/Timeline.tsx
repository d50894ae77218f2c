/** What happened, the newest first: time, mark, sentence. */
import { type ReactNode, useState } from 'react'
import { Button } from './Button.tsx'
import { Time } from './Time.tsx'
import './timeline.css'

export interface TimelineEntry {
  readonly key: string | number
  readonly at: string
  readonly icon: ReactNode
  readonly children: ReactNode
}

const FIRST = 40

export function Timeline({ entries, label }: { entries: readonly TimelineEntry[]; label: string }) {
  const [all, setAll] = useState(false)
  const shown = all ? entries : entries.slice(0, FIRST)
  return (
    <>
      <ol className="timeline" aria-label={label}>
        {shown.map(({ key, at, icon, children }) => (
          <li key={key}>
            <span className="timeline-at">
              <Time at={at} />
            </span>
            <span className="timeline-icon" aria-hidden="true">
              {icon}
            </span>
            <span className="timeline-words">{children}</span>
          </li>
        ))}
      </ol>
      {shown.length < entries.length && (
        <div className="timeline-more">
          <Button small onClick={() => setAll(true)}>
            Show {entries.length - shown.length} earlier entries
          </Button>
        </div>
      )}
    </>
  )
}
