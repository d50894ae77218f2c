/** Dashboards: one for each audience that nobody had to draw, and those that are declared. */
import { Link } from '@tanstack/react-router'
import { useAnswer, useHref, useWorkload } from '../../data/index.ts'
import { Answer, Card, Chip, count, PageHeader } from '../../ui/index.ts'
import { AUDIENCES, type Listed } from './words.ts'
import './dashboards.css'

export function Page() {
  const workload = useWorkload()
  const answer = useAnswer('dashboards.list', { query: { workload } })
  return (
    <>
      <PageHeader title="Dashboards">
        What engineers, leaders and customers look at. Each is code: take a generated one and go on
        from there.
      </PageHeader>
      <Answer answer={answer} lines={6}>
        {(list) => (
          <ul className="dashboard-cards">
            {list.map((one) => (
              <li key={one.name}>
                <DashboardCard one={one} />
              </li>
            ))}
          </ul>
        )}
      </Answer>
    </>
  )
}

function DashboardCard({ one }: { one: Listed }) {
  const href = useHref()
  const { name, title, audience, origin, description, sections } = one
  const panels = sections.reduce((sum, section) => sum + section.panels.length, 0)
  return (
    <Card
      className="dashboard-card"
      title={
        <Link to={href(`dashboards/${name}`)} data-row>
          {title}
        </Link>
      }
      aside={<Chip>{AUDIENCES[audience]}</Chip>}
    >
      {description && <p>{description}</p>}
      <p className="muted small">
        {count(panels, 'panel')} · {sections.map((section) => section.title).join(', ')}
      </p>
      <p className="muted small">
        {origin === 'declared' ? (
          <>Declared in the model</>
        ) : (
          <>
            Generated from the model.{' '}
            <code>
              opsplane export --dashboard {name} &gt; ops/{name}.ts
            </code>
          </>
        )}
      </p>
    </Card>
  )
}
