/** Which metrics there are, before one is asked for. */
import { useState } from 'react'
import { type Column, count, Empty, Filter, Panel, Table } from '../../../ui/index.ts'
import { type Metric, questionAbout, useMetricNames } from './metric-names.ts'

export function MetricNames({ onTake }: { onTake: (question: string) => void }) {
  const [words, setWords] = useState('')
  const answer = useMetricNames()
  const fits = (all: readonly Metric[]) =>
    all.filter(({ name }) => name.toLowerCase().includes(words.toLowerCase()))
  const take = (metric: Metric) => onTake(questionAbout(metric))
  const columns: readonly Column<Metric>[] = [
    {
      head: 'Metric',
      cell: (metric) => (
        <button type="button" className="legend-name mono" onClick={() => take(metric)}>
          {metric.name}
        </button>
      ),
    },
    { head: 'Kind', wide: true, cell: ({ type }) => type },
    { head: 'Unit', wide: true, cell: ({ unit }) => unit || '—' },
    { head: 'Series', num: true, cell: ({ series }) => series.toLocaleString('en') },
  ]
  return (
    <Panel
      title="Metrics"
      note={answer.data && `${count(answer.data.length, 'metric')} of the last 7 days`}
      answer={answer as never}
      flush
      lines={8}
      aside={<Filter label="Filter metrics" value={words} onChange={setWords} />}
      empty={(all: Metric[]) =>
        fits(all).length === 0 && (
          <Empty title={all.length ? 'No metric has that name' : 'No metric has arrived'}>
            Send OTLP to /v1/metrics; what arrives is listed here.
          </Empty>
        )
      }
    >
      {(all: Metric[]) => (
        <Table
          label="Metrics"
          columns={columns}
          rows={fits(all)}
          keyOf={({ name }) => name}
          onOpen={take}
        />
      )}
    </Panel>
  )
}
