/** Services: who calls whom, how often, how well and how fast; as a map, and as tables. */
import { useAnswer, useFilter, useRange } from '../../../data/index.ts'
import { Choices, count, Empty, Panel } from '../../../ui/index.ts'
import { Partial } from '../Partial.tsx'
import { CallsTable } from './CallsTable.tsx'
import { ServiceMap } from './ServiceMap.tsx'
import './services.css'

/** More would be a tangle; the tables have all. */
const MOST_DRAWN = 60

export function Services() {
  const { span, to } = useRange('-1h')
  const [releases, setReleases] = useFilter('releases', 'no')
  const byRelease = releases === 'yes'
  const answer = useAnswer('services.map', {
    query: {
      since: span,
      ...(to ? { to } : {}),
      ...(byRelease ? { byRelease: 'true' as const } : {}),
    },
  })
  return (
    <Panel
      title="Services"
      note={answer.data && count(answer.data.services.length, 'service')}
      answer={answer}
      flush
      lines={10}
      aside={
        <Choices
          label="Told by release"
          value={releases}
          onChange={setReleases}
          choices={[
            { value: 'no', label: 'All releases' },
            { value: 'yes', label: 'By release' },
          ]}
        />
      }
      empty={({ services }) =>
        services.length === 0 && (
          <Empty title="No service sent a span in this time">
            Send OTLP to /v1/traces; the map is drawn from the calls of which both sides sent their
            spans.
          </Empty>
        )
      }
    >
      {(data) => (
        <>
          <Partial of={data} />
          {!byRelease && data.services.length <= MOST_DRAWN && <ServiceMap data={data} />}
          {data.services.length > MOST_DRAWN && (
            <p className="muted card-body" data-state="too-much">
              A map of {data.services.length} services cannot be read; the tables have all of them.
            </p>
          )}
          <CallsTable data={data} byRelease={byRelease} />
        </>
      )}
    </Panel>
  )
}
