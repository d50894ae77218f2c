/** What of an alarm is not quiet: one line for each set of labels. */
import type { Data } from '../../data/index.ts'
import { Card, quantity, Said, Table, Time } from '../../ui/index.ts'

type Instance = Data<'alarms.show'>['instances'][number]

export function Instances({ of, unit }: { of: readonly Instance[]; unit: string }) {
  const open = of.filter(({ state }) => state !== 'ok')
  const isPlain = ({ labels, addedLabels, annotations }: Instance) =>
    Object.keys({ ...labels, ...addedLabels, ...annotations }).length === 0
  if (open.length === 0 || (open.length === 1 && isPlain(open[0]!))) return null
  return (
    <Card title="Of what" flush>
      <Table
        label="Instances"
        rows={open}
        keyOf={({ id }) => id}
        columns={[
          {
            head: 'Labels',
            cell: ({ labels, addedLabels, annotations }) => (
              <>
                <span className="mono small">{text({ ...labels, ...addedLabels })}</span>
                <Said annotations={annotations} />
              </>
            ),
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
