/** SQL over all telemetry, read only: the answer as a table, and what was left out of it. */
import { useAnswer, useFilter, useFilters } from '../../../data/index.ts'
import { count, Empty, Panel, TooMuch } from '../../../ui/index.ts'
import { Examples } from '../Examples.tsx'
import { mistakeOf } from '../mistake.ts'
import { Partial } from '../Partial.tsx'
import { QueryBox } from '../QueryBox.tsx'
import { ResultTable } from './ResultTable.tsx'

/** Rows that are asked for; so many are also drawn. */
const MOST = 500

const examples = [
  {
    question: 'select service, count() as lines from tel.logs group by service order by lines desc',
    answers: 'Who says how much',
  },
  {
    question:
      'select service, name, count() as calls, quantile(0.95)(duration_ns) / 1e6 as p95_ms\nfrom tel.spans where kind = 2 group by service, name order by p95_ms desc limit 20',
    answers: 'The slowest operations',
  },
  {
    question:
      'select name, count() as series from tel.series group by name order by series desc limit 50',
    answers: 'Which metrics have the most series',
  },
]

export function Sql() {
  const [question] = useFilter('sql')
  const change = useFilters()
  const answer = useAnswer(
    'sql.query',
    { query: { sql: question, limit: MOST } },
    { enabled: question !== '' },
  )
  const mistake = mistakeOf(answer.error, question)
  const run = (sql: string) => {
    if (sql === question) void answer.refetch()
    else change({ tab: 'sql', sql }, true)
  }
  return (
    <div className="stack">
      <QueryBox
        tab="sql"
        label="SQL"
        placeholder="select service, count() from tel.logs group by service"
        lines={3}
        value={question}
        onRun={run}
        mistake={mistake}
      >
        <span className="muted small">
          One SELECT over tel.logs, tel.spans, tel.samples, tel.series, tel.service_calls,
          tel.log_templates
        </span>
      </QueryBox>
      {question === '' && (
        <Examples title="Begin with one of these" examples={examples} onTake={run} />
      )}
      {question !== '' && !mistake && (
        <Panel
          title="Result"
          answer={answer}
          flush
          lines={8}
          aside={({ rows, limits }) =>
            `${count(rows.length, 'row')}, at most ${limits.rows} · ${limits.seconds} s`
          }
          empty={({ rows }) =>
            rows.length === 0 && (
              <Empty title="No row">The query ran, and nothing fits its conditions.</Empty>
            )
          }
        >
          {(data) => (
            <>
              <Partial of={data} />
              <ResultTable columns={data.columns} rows={data.rows} />
              {data.partial && <TooMuch shown={data.rows.length} />}
            </>
          )}
        </Panel>
      )}
    </div>
  )
}
