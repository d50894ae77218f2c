/** Business outcomes: each figure with its range, target, owner and age. */
import { Link } from '@tanstack/react-router'
import { useHref, useRange } from '../../data/index.ts'
import {
  Card,
  difference,
  ExploreLink,
  figure,
  quantity,
  Status,
  TimeSeries,
} from '../../ui/index.ts'
import { bandStatus, withBand } from '../alarms/band.ts'
import { bare, budgetWord, lossWords, outcomeStatus, pointsOf } from '../outcomes/words.ts'
import type { Outcome, Overview } from './words.ts'

export function Outcomes({ data }: { data: Overview }) {
  const outcomes = data.outcomes.filter(({ kind }) => kind === 'business')
  return (
    <section aria-labelledby="outcomes">
      <h2 className="section-title" id="outcomes">
        Business outcomes{' '}
        <span className="muted">Is the business getting what this workload is for?</span>
      </h2>
      {outcomes.length === 0 && (
        <Card>
          <p className="muted">
            No business outcome is declared. Without one nobody can say what a failure costs: add an{' '}
            <code>outcome</code> to the model.
          </p>
        </Card>
      )}
      <div className="outcome-cards">
        {outcomes.map((outcome) => (
          <OutcomeCard key={outcome.ref} outcome={outcome} data={data} />
        ))}
      </div>
    </section>
  )
}

function OutcomeCard({ outcome, data }: { outcome: Outcome; data: Overview }) {
  const { title, value, unit, target, owner, sampleAgeMs, reason, loss, objective } = outcome
  const status = outcomeStatus(outcome)
  const href = useHref()
  const { from } = useRange('-1h')
  const signal = data.signals.find(({ ref }) => ref === outcome.signal)
  const alarms = data.moments
    .filter(({ kind }) => kind === 'incident')
    .map(({ at }) => ({ atMs: Date.parse(at), kind: 'alarm' as const }))
  const releases = data.moments
    .filter(({ kind }) => kind === 'release')
    .map(({ at }) => ({ atMs: Date.parse(at), kind: 'release' as const }))
  return (
    <Card
      className="outcome"
      title={<Link to={href(`outcomes/${bare(outcome.ref)}`)}>{title}</Link>}
    >
      <p className="outcome-figure">
        {figure(value)} <span className="muted">{value === null ? '' : unit}</span>
      </p>
      <p className="row">
        <Status {...status} />
        {outcome.band && value !== null && outcome.band.direction !== 'expected' && (
          <Status {...bandStatus(outcome.band)} />
        )}
        {loss && value !== null && (
          <span className="muted small">
            {difference(value, target.value)}
            {loss.perMinute === null ? '' : ` · ${lossWords(loss)}`}
          </span>
        )}
        {sampleAgeMs !== null && sampleAgeMs > 15_000 && (
          <span className="muted small">{Math.round(sampleAgeMs / 1_000)} s old</span>
        )}
      </p>
      <TimeSeries
        points={outcome.band ? withBand(outcome.points, outcome.band) : pointsOf(outcome)}
        label={`${title}: ${value === null ? 'no data' : quantity(value, unit)}. ${reason ?? 'In the expected range'}.`}
        unit={unit}
        height={92}
        fromMs={data.fromMs}
        toMs={data.toMs}
        target={target.value}
        marks={[...releases, ...alarms]}
      />
      <p className="muted small">
        Target {target.op === '>=' ? '≥' : '≤'} {quantity(target.value, unit)} · {owner}
        {objective && ` · budget ${budgetWord(objective).word.toLowerCase()}`}
        {signal && (
          <>
            {' · '}
            <ExploreLink query={signal.query} from={from} of={title} />
          </>
        )}
      </p>
    </Card>
  )
}
