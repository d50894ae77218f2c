/** Logs: a search, its records with their numbers over time and their fields; or their patterns, or what arrives now. */
import { useFilter, useRange } from '../../../data/index.ts'
import { Choices, count, Panel } from '../../../ui/index.ts'
import { Examples } from '../Examples.tsx'
import { mistakeOf } from '../mistake.ts'
import { QueryBox } from '../QueryBox.tsx'
import { Fields } from './Fields.tsx'
import { Histogram } from './Histogram.tsx'
import { searchOf, useLogSearch, useLogs } from './log-questions.ts'
import { withValue } from './log-search.ts'
import { Patterns } from './Patterns.tsx'
import { Records } from './Records.tsx'
import { Tail } from './Tail.tsx'
import './logs.css'

const examples = [
  { question: 'level>=error', answers: 'What went wrong' },
  {
    question: '"card declined" service:payments',
    answers: 'Words beside each other, of one service',
  },
  { question: 'duration>500ms -healthcheck', answers: 'What took long, without the checks' },
]

export function Logs() {
  const { question, run } = useLogSearch()
  const [shown, setShown] = useFilter('show', 'records')
  const range = useRange('-1h')
  const { records, histogram } = useLogs(question, range, shown === 'records')
  const mistake = mistakeOf(histogram.error ?? records.error, question)
  const query = searchOf(question, range)
  const filter = (field: string, value: string, out: boolean) =>
    run(withValue(question, field, value, out))
  const again = (next: string) => {
    if (next !== question) run(next)
    else {
      void records.refetch()
      void histogram.refetch()
    }
  }
  const isEmpty = histogram.data?.total === 0 && question === ''
  return (
    <div className="stack">
      <QueryBox
        tab="logs"
        label="Search of logs"
        placeholder={'service:orders level>=error "card declined" -healthcheck'}
        value={question}
        onRun={again}
        mistake={mistake}
      >
        <Choices
          label="Shown"
          value={shown}
          onChange={setShown}
          choices={[
            { value: 'records', label: 'Records' },
            { value: 'patterns', label: 'Patterns' },
            { value: 'live', label: 'Live tail' },
          ]}
        />
        <span className="muted small">
          Words, field:value, level&gt;=warn, /regex/, OR, -without
        </span>
      </QueryBox>
      {!mistake && shown !== 'live' && (
        <Panel
          title="Over time"
          answer={histogram}
          lines={3}
          aside={({ total }) => count(total, 'record')}
        >
          {(data) => <Histogram data={data} onSelect={range.choose} />}
        </Panel>
      )}
      {isEmpty && <Examples title="Searches to begin with" examples={examples} onTake={run} />}
      {!mistake && shown === 'live' && <Tail question={question} onFilter={filter} />}
      {!mistake && shown === 'patterns' && <Patterns query={query} onFilter={filter} />}
      {!mistake && shown === 'records' && (
        <div className="with-side">
          <Records answer={records} total={histogram.data?.total} onFilter={filter} />
          <Fields query={query} onFilter={filter} />
        </div>
      )}
    </div>
  )
}
