/** PromQL over a range or at a moment: one chart of the largest series, and a table of all. */
import { useFilter, useFilters, useRange } from '../../../data/index.ts'
import { Choices } from '../../../ui/index.ts'
import { Examples } from '../Examples.tsx'
import { mistakeOf } from '../mistake.ts'
import { QueryBox } from '../QueryBox.tsx'
import { MetricNames } from './MetricNames.tsx'
import { MetricsAnswer } from './MetricsAnswer.tsx'
import { useMetricAnswer } from './metric-answer.ts'
import { Suggestions } from './Suggestions.tsx'

const examples = [
  {
    question: 'sum by (service_name) (rate(http_server_request_duration_seconds_count[5m]))',
    answers: 'Requests per second of each service',
  },
  {
    question:
      'histogram_quantile(0.95, sum by (le, service_name) (rate(http_server_request_duration_seconds_bucket[5m])))',
    answers: 'The time that 95 of 100 requests stay below',
  },
  { question: 'topk(10, count by (__name__) ({__name__=~".+"}))', answers: 'What has most series' },
]

export function Metrics() {
  const [question] = useFilter('metrics')
  const [mode, setMode] = useFilter('as', 'lines')
  const range = useRange('-1h')
  const change = useFilters()
  const answer = useMetricAnswer(question, mode === 'table', range)
  const mistake = mistakeOf(answer.error, question)
  const run = (metrics: string) => {
    if (metrics === question) void answer.refetch()
    else change({ tab: '', metrics, only: '', series: '', at: '' }, true)
  }
  return (
    <div className="stack">
      <QueryBox
        tab="metrics"
        label="PromQL"
        placeholder="rate(http_server_request_duration_seconds_count[5m])"
        value={question}
        onRun={run}
        mistake={mistake}
        suggest={(text, take) => text !== question && <Suggestions text={text} onTake={take} />}
      >
        <Choices
          label="Shown"
          value={mode}
          onChange={setMode}
          choices={[
            { value: 'lines', label: 'Over time' },
            { value: 'table', label: 'At its end' },
          ]}
        />
        <span className="muted small">Enter runs, Shift Enter begins a line</span>
      </QueryBox>
      {question === '' ? (
        <>
          <Examples title="Begin with one of these" examples={examples} onTake={run} />
          <MetricNames onTake={run} />
        </>
      ) : (
        !mistake && <MetricsAnswer answer={answer} range={range} instant={mode === 'table'} />
      )}
    </div>
  )
}
