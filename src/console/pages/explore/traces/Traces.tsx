/** Traces: those with a span that a search finds; or two searches against each other. */
import { useFilter, useFilters, useRange } from '../../../data/index.ts'
import { Choices } from '../../../ui/index.ts'
import { mistakeOf } from '../mistake.ts'
import { QueryBox } from '../QueryBox.tsx'
import { Compare } from './Compare.tsx'
import { FoundTraces, useTraces } from './FoundTraces.tsx'
import './traces.css'

export function Traces() {
  const [question] = useFilter('traces')
  const [shown, setShown] = useFilter('sets', 'one')
  const [order, setOrder] = useFilter('order', 'newest')
  const range = useRange('-1h')
  const change = useFilters()
  const isComparing = shown === 'two'
  const answer = useTraces(
    question,
    order === 'slowest' ? 'slowest' : 'newest',
    range,
    !isComparing,
  )
  const mistake = mistakeOf(answer.error, question)
  const run = (traces: string) => {
    if (traces === question) void answer.refetch()
    else change({ tab: 'traces', traces }, true)
  }
  const controls = (
    <>
      <Choices
        label="Shown"
        value={shown}
        onChange={setShown}
        choices={[
          { value: 'one', label: 'Traces' },
          { value: 'two', label: 'Compare two' },
        ]}
      />
      {!isComparing && (
        <Choices
          label="Order"
          value={order}
          onChange={setOrder}
          choices={[
            { value: 'newest', label: 'Newest' },
            { value: 'slowest', label: 'Slowest' },
          ]}
        />
      )}
      <span className="muted small">All of a search holds for one and the same span</span>
    </>
  )
  if (isComparing) return <Compare controls={controls} range={range} />
  return (
    <div className="stack">
      <QueryBox
        tab="traces"
        label="Search of traces"
        placeholder='service:payments status:error duration>500ms http.route:"/pay"'
        value={question}
        onRun={run}
        mistake={mistake}
      >
        {controls}
      </QueryBox>
      {!mistake && <FoundTraces answer={answer} question={question} onRun={run} />}
    </div>
  )
}
