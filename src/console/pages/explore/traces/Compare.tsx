/** Two searches of spans against each other: the attributes that set them apart, the surest first. */
import type { ReactNode } from 'react'
import { type Range, useAnswer, useFilter, useFilters } from '../../../data/index.ts'
import { Card } from '../../../ui/index.ts'
import { mistakeOf } from '../mistake.ts'
import { QueryBox } from '../QueryBox.tsx'
import { Differences } from './Differences.tsx'

const PAIRS = [
  ['status:error', '-status:error', 'What failed, against what did not'],
  ['duration>100ms', 'duration<=100ms', 'What took long, against what did not'],
] as const

export function Compare({ controls, range }: { controls: ReactNode; range: Range }) {
  const [a] = useFilter('traces')
  const [b] = useFilter('against')
  const change = useFilters()
  const { span, to } = range
  const isAsked = a !== '' && b !== ''
  const answer = useAnswer(
    'traces.compare',
    { query: { a, b, since: span, ...(to ? { to } : {}) } },
    { enabled: isAsked },
  )
  const mistake = mistakeOf(answer.error, '')
  // Only one of the two can be meant by the place that is told, and it is not said which.
  const shown = mistake && {
    message: mistake.message,
    ...(mistake.hint ? { hint: mistake.hint } : {}),
  }
  const run = (searches: { traces?: string; against?: string }) =>
    change({ tab: 'traces', sets: 'two', ...searches }, true)
  return (
    <div className="stack">
      <QueryBox
        tab="traces"
        label="First search"
        lead="First"
        placeholder="First set: status:error"
        value={a}
        onRun={(traces) => (traces === a ? void answer.refetch() : run({ traces }))}
      >
        {controls}
      </QueryBox>
      <QueryBox
        tab="traces"
        label="Second search"
        lead="Second"
        placeholder="Second set: -status:error"
        value={b}
        onRun={(against) => (against === b ? void answer.refetch() : run({ against }))}
        mistake={shown}
      />
      {!isAsked && (
        <Card title="Compare two sets of spans">
          <p className="muted">
            Write a search for each, and see which attributes one has more often than the other.
          </p>
          <ul className="query-list pairs">
            {PAIRS.map(([first, second, answers]) => (
              <li key={first}>
                <button type="button" onClick={() => run({ traces: first, against: second })}>
                  <span className="mono">
                    {first} <span className="muted">against</span> {second}
                  </span>
                  <span className="muted small">{answers}</span>
                </button>
              </li>
            ))}
          </ul>
        </Card>
      )}
      {isAsked && !mistake && <Differences answer={answer} />}
    </div>
  )
}
