/** Operations health stands beside workload health, never on a page of its own that nobody opens. */
import { Link } from '@tanstack/react-router'
import { useHref } from '../../data/index.ts'
import { Card, Status } from '../../ui/index.ts'
import { ComingUp } from './ComingUp.tsx'
import { ReviewBar } from './ReviewBar.tsx'
import type { Overview } from './words.ts'

export function Operations({ data }: { data: Overview }) {
  const href = useHref()
  return (
    <Card title="Operations health" aside={<span className="muted small">7 days</span>} flush>
      <ul className="areas">
        {data.operations.map(({ area, title, status, word, sentence, path }) => (
          <li key={area}>
            <div className="area-head">
              <Link to={href(path === 'oncall' ? 'on-call' : path)}>{title}</Link>
              <Status kind={status} word={word} />
            </div>
            <p className="muted small">{sentence}</p>
          </li>
        ))}
      </ul>
      <ReviewBar />
      <ComingUp items={data.comingUp} />
    </Card>
  )
}
