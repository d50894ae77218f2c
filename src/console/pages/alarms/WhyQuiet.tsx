/** Why nobody is told of an alarm, each reason with its end. */
import { Link } from '@tanstack/react-router'
import { useHref } from '../../data/index.ts'
import { Card, Status, Time } from '../../ui/index.ts'
import { reasonWord, type SuppressionReason } from '../silences/words.ts'
import '../silences/silences.css'

export function WhyQuiet({ reasons }: { reasons: readonly SuppressionReason[] }) {
  const href = useHref()
  if (reasons.length === 0) return null
  return (
    <Card
      title="Nobody is told"
      note="It is looked at all the same; its end is told to whoever was told."
    >
      <ul className="quiet-reasons">
        {reasons.map((one) => (
          <li key={`${one.kind} ${one.by}`}>
            <Status kind="info" word={reasonWord(one)} />
            <span>{one.why}</span>
            {one.until && (
              <span className="muted">
                until <Time at={one.until} />
              </span>
            )}
            {one.source ? (
              <Link to={href(`alarms/${one.source}`)}>{one.source}</Link>
            ) : (
              <Link to={href('silences')}>All silences</Link>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}
