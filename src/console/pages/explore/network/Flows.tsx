/** Flows: who talked to whom, what was refused, and what was never seen before. */
import { type Data, useAnswer, useFilter, useRange } from '../../../data/index.ts'
import {
  Choices,
  type Column,
  count,
  Empty,
  figure,
  Panel,
  Status,
  Table,
  Time,
} from '../../../ui/index.ts'
import { Partial } from '../Partial.tsx'

type Connection = Data<'flows.list'>['connections'][number]

const PROTOCOLS: Readonly<Record<number, string>> = { 1: 'icmp', 6: 'tcp', 17: 'udp' }

const columns: readonly Column<Connection>[] = [
  { head: 'From', cell: ({ source }) => <span className="mono">{source}</span> },
  { head: 'To', cell: ({ destination }) => <span className="mono">{destination}</span> },
  {
    head: 'Port',
    cell: ({ port, protocol }) => (
      <span className="mono">
        {port}/{PROTOCOLS[protocol] ?? protocol}
      </span>
    ),
  },
  { head: 'Bytes', num: true, cell: ({ bytes }) => figure(bytes) },
  { head: 'Packets', num: true, wide: true, cell: ({ packets }) => figure(packets) },
  {
    head: 'Refused',
    wide: true,
    cell: ({ refused, flows }) =>
      refused > 0 ? <Status kind="warn" word={`${refused} of ${flows}`} /> : '—',
  },
  {
    head: 'First',
    wide: true,
    num: true,
    cell: ({ firstMs }) => <Time at={new Date(firstMs).toISOString()} />,
  },
]

export function Flows() {
  const { span, to } = useRange('-1h')
  const [only, setOnly] = useFilter('only', 'all')
  const answer = useAnswer('flows.list', {
    query: {
      since: span,
      ...(to ? { to } : {}),
      ...(only === 'refused' || only === 'new' ? { only } : {}),
    },
  })
  return (
    <Panel
      title="Connections"
      note={answer.data && count(answer.data.connections.length, 'connection')}
      answer={answer}
      flush
      lines={10}
      aside={
        <Choices
          label="Which connections"
          value={only}
          onChange={setOnly}
          choices={[
            { value: 'all', label: 'Largest' },
            { value: 'refused', label: 'Refused' },
            { value: 'new', label: 'New' },
          ]}
        />
      }
      empty={({ connections }) =>
        connections.length === 0 && (
          <Empty title="No such connection in this time">
            Send flow log records to /flows. New is what was not seen in the week before.
          </Empty>
        )
      }
    >
      {(data) => (
        <>
          <Partial of={data} />
          <Table
            label="Connections"
            columns={columns}
            rows={data.connections}
            keyOf={({ source, destination, port, protocol }) =>
              `${source} ${destination} ${port} ${protocol}`
            }
          />
        </>
      )}
    </Panel>
  )
}
