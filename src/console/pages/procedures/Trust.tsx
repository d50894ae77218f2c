/** Does it work: the last runs as bars, the share that succeeded, the usual time. */
import { Card, duration } from '../../ui/index.ts'
import type { Procedure } from './words.ts'

export function Trust({ procedure }: { procedure: Procedure }) {
  const { facts, recent } = procedure
  const ended = recent.filter(({ endedAt, dry }) => endedAt && !dry).toReversed()
  const longest = Math.max(1, ...ended.map(tookMs))
  return (
    <Card title="Does it work?" aside={<span className="muted small">90 days</span>}>
      {ended.length === 0 ? (
        <p className="muted">It has not run yet, so nobody knows.</p>
      ) : (
        <>
          <div
            className="bars"
            role="img"
            aria-label={`${facts.succeeded} of ${facts.runs} runs succeeded`}
          >
            {ended.map((run) => (
              <span
                key={run.id}
                className={run.state === 'succeeded' ? '' : 'bad'}
                style={{ height: `${Math.max(12, (tookMs(run) / longest) * 100)}%` }}
              />
            ))}
          </div>
          <p className="row small">
            <strong>
              {facts.succeeded} of {facts.runs}
            </strong>{' '}
            succeeded
            {facts.medianMs !== null && (
              <span className="push">{duration(facts.medianMs)} median</span>
            )}
          </p>
        </>
      )}
    </Card>
  )
}

function tookMs({ createdAt, endedAt }: Procedure['recent'][number]): number {
  return endedAt ? Date.parse(endedAt) - Date.parse(createdAt) : 0
}
