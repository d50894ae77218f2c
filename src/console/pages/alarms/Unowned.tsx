/** Alerts that were sent and belong to no alarm: nobody is told of them, which is said here, with the way out. */
import { useAnswer, useWorkload } from '../../data/index.ts'
import { Card, count, Status, Table, Time } from '../../ui/index.ts'

export function Unowned() {
  const workload = useWorkload()
  const { data } = useAnswer('alerts.unowned', { query: { workload } }, { everyMs: 15_000 })
  if (!data || data.length === 0) return null
  return (
    <Card title={`Unowned: ${count(data.length, 'alert')} sent, and nobody is told`} flush>
      <Table
        label="Unowned alerts"
        rows={data}
        keyOf={({ source, labels }) => `${source} ${JSON.stringify(labels)}`}
        columns={[
          {
            head: 'State',
            cell: ({ open }) => (
              <Status kind={open ? 'warn' : 'unk'} word={open ? 'Open' : 'Over'} />
            ),
          },
          {
            head: 'Alert',
            cell: ({ alertname, annotations }) => annotations.summary ?? alertname,
          },
          { head: 'From', cell: ({ source }) => <span className="mono small">{source}</span> },
          {
            head: 'To own it, declare',
            wide: true,
            cell: ({ wayOut }) => <code className="small">{wayOut}</code>,
          },
          { head: 'Since', num: true, wide: true, cell: ({ since }) => <Time at={since} /> },
        ]}
      />
    </Card>
  )
}
