/** The answer to a question in PromQL: its chart and its series; words when there is nothing to draw. */
import { useMemo } from 'react'
import { type Range, useFilter } from '../../../data/index.ts'
import { Button, Empty, Panel } from '../../../ui/index.ts'
import { EventsAround } from '../EventsAround.tsx'
import { Legend } from './Legend.tsx'
import type { useMetricAnswer } from './metric-answer.ts'
import { SeriesChart } from './SeriesChart.tsx'
import { type Answered, commonWords, MOST_DRAWN, shownSeries } from './series.ts'

export function MetricsAnswer(props: {
  answer: ReturnType<typeof useMetricAnswer>
  range: Range
  instant: boolean
}) {
  const { answer, range, instant } = props
  const [point, setPoint] = useFilter('at')
  return (
    <Panel
      title={instant ? 'Values' : 'Course'}
      note={answer.data && commonWords(answer.data.series)}
      answer={answer}
      flush
      lines={10}
      aside={(data) => <EventsAround atMs={Number(point) || Date.parse(data.at)} named />}
      empty={({ series, text }) =>
        series.length === 0 &&
        text === null && (
          <Empty title="No series">
            Nothing that fits was measured in this time. A longer range may find it, or a name of
            the list that an empty question shows.
          </Empty>
        )
      }
    >
      {(data) => (
        <Shown
          data={data}
          range={range}
          instant={instant}
          onPoint={(atMs) => setPoint(String(Math.round(atMs)))}
        />
      )}
    </Panel>
  )
}

function Shown(props: {
  data: Answered
  range: Range
  instant: boolean
  onPoint: (atMs: number) => void
}) {
  const { data, range, instant, onPoint } = props
  const [only, setOnly] = useFilter('only')
  const series = useMemo(() => shownSeries(data.series), [data])
  const drawn = useMemo(() => series.slice(0, MOST_DRAWN), [series])
  const placeOf = useMemo(() => new Map(drawn.map(({ key }, i) => [key, i])), [drawn])
  const isolated = drawn.filter(({ key }) => key === only)
  const lines = useMemo(
    () =>
      only && drawn.some(({ key }) => key === only)
        ? drawn.filter(({ key }) => key === only)
        : drawn,
    [drawn, only],
  )
  const toMs = Date.parse(data.at)
  if (data.text !== null) return <p className="card-body mono">{data.text}</p>
  return (
    <>
      {!instant && (
        <div className="card-body">
          <SeriesChart
            series={lines}
            placeOf={placeOf}
            label={`${lines.length === series.length ? 'All' : 'The largest'} ${lines.length} of ${series.length} series over the last ${range.span}; the table below has their newest values`}
            fromMs={toMs - range.spanMs}
            toMs={toMs}
            onSelect={range.choose}
            onPoint={onPoint}
          />
          {isolated.length > 0 && (
            <Button small onClick={() => setOnly('')}>
              Draw all series again
            </Button>
          )}
        </div>
      )}
      <Legend
        series={series}
        drawn={drawn.length}
        placeOf={placeOf}
        only={isolated.length ? only : ''}
        onOnly={setOnly}
        instant={instant}
      />
    </>
  )
}
