/** What of an alarm is not quiet: one line for each set of labels. */
import type { Data } from '../../data/index.ts'
import { Card, quantity, Table, Time } from '../../ui/index.ts'

type Instance = Data<'alarms.show'>['instances'][number]

export function Instances({ of, unit }: { of: readonly Instance[]; unit: string }) {
  const open = of.filter(({ state }) => state !== 'ok')
  if (open.length === 0 || (open.length === 1 && Object.keys(open[0]!.labels).length === 0))
    return null
  return (
    <Card title="Of what" flush>
      <Table
        label="Instances"
        rows={open}
        keyOf={({ id }) => id}
        columns={[
          {
            head: 'Labels',
            cell: ({ labels }) => <span className="mono small">{text(labels)}</span>,
          },
          { head: 'State', cell: ({ state }) => state },
          { head: 'Value', num: true, cell: ({ value }) => quantity(value, unit) },
          { head: 'Since', num: true, wide: true, cell: ({ since }) => <Time at={since} /> },
        ]}
      />
    </Card>
  )
}

const text = (labels: Readonly<Record<string, string>>) =>
  Object.entries(labels)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ') || 'all of it'
