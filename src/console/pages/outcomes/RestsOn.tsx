/** What an outcome rests on, and the incidents that hurt it: where a loss comes from, and how often it came. */
import { Link } from '@tanstack/react-router'
import { useHref } from '../../data/index.ts'
import { Card, count, Empty, Status, Table, Time } from '../../ui/index.ts'
import { bare, type Detail, healthWord } from './words.ts'

export function RestsOn({ data }: { data: Detail }) {
  const href = useHref()
  const { components, incidents } = data
  return (
    <>
      <Card
        title="What it rests on"
        note={count(components.length, 'component')}
        aside={<Link to={href('system')}>The whole system</Link>}
        flush
      >
        {components.length === 0 ? (
          <Empty title="Nobody says what it rests on">
            Give its signal a <code>component</code>: health then rolls up to it, with reasons.
          </Empty>
        ) : (
          <Table
            label="What it rests on"
            rows={components}
            keyOf={({ ref }) => ref}
            columns={[
              { head: 'Component', cell: ({ title }) => title },
              {
                head: 'Health',
                cell: ({ status }) => <Status kind={status} word={healthWord(status)} />,
              },
              { head: 'Why', cell: ({ reasons }) => reasons[0] ?? '—' },
              {
                head: 'By way of',
                wide: true,
                cell: ({ path }) => path.slice(0, -1).map(bare).join(' → ') || 'directly',
              },
            ]}
          />
        )}
      </Card>
      <Card title="Incidents that hurt it" note="In its window" flush>
        {incidents.length === 0 ? (
          <p className="muted card-body">None.</p>
        ) : (
          <Table
            label="Incidents that hurt it"
            rows={incidents}
            keyOf={({ id }) => id}
            columns={[
              {
                head: 'Incident',
                cell: ({ name, title }) => (
                  <Link to={href(`incidents/${name}`)}>
                    {name} {title}
                  </Link>
                ),
              },
              { head: 'Priority', cell: ({ priority }) => priority },
              { head: 'Began', num: true, cell: ({ occurredAt }) => <Time at={occurredAt} /> },
              {
                head: 'Ended',
                num: true,
                cell: ({ resolvedAt }) =>
                  resolvedAt ? <Time at={resolvedAt} /> : <Status kind="crit" word="Open" />,
              },
            ]}
          />
        )}
      </Card>
    </>
  )
}
