/** What the incident does to the business: its outcomes against their targets, and the course of the worst. */

import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { Data } from '../../data/index.ts'
import { useAnswer, useHref, useRange, useWorkload } from '../../data/index.ts'
import { Age, Panel, quantity, Said, Status, Time, TimeSeries } from '../../ui/index.ts'
import type { IncidentDetail } from './words.ts'

type Outcome = Data<'overview.show'>['outcomes'][number]

const WORD = { ok: 'In range', warn: 'Warning', crit: 'Out of range', unk: 'No data' } as const

export function Impact({ incident }: { incident: IncidentDetail }) {
  const workload = useWorkload()
  const href = useHref()
  const { span } = useRange(rangeFor(incident.occurredAt))
  const answer = useAnswer('overview.show', { query: { workload, from: span } })
  const refs = incident.outcomes.map(({ ref }) => ref)
  return (
    <Panel
      title="Impact on the business"
      answer={answer}
      flush
      aside={(data) => <Age at={data.at} />}
      lines={4}
    >
      {({ outcomes, fromMs, toMs, moments }) => {
        const hurt = refs.flatMap((ref) => outcomes.find((one) => one.ref === ref) ?? [])
        const worst = hurt.find(({ status }) => status === 'crit') ?? hurt[0]
        return (
          <>
            {hurt.length === 0 ? (
              <p className="impact-none muted">No outcome is named in this incident.</p>
            ) : (
              <dl className="impact-figures">
                {hurt.map((outcome) => (
                  <Figure key={outcome.ref} outcome={outcome} />
                ))}
              </dl>
            )}
            {worst && (
              <Course
                outcome={worst}
                incident={incident}
                fromMs={fromMs}
                toMs={toMs}
                moments={moments}
              />
            )}
            {incident.alarms.length > 0 && (
              <ul className="impact-alarms">
                {incident.alarms.map(({ alarm, title, annotations, raisedAt, clearedAt }) => (
                  <li key={`${alarm}${raisedAt}`}>
                    <Status
                      kind={clearedAt ? 'ok' : incident.severity === 'critical' ? 'crit' : 'warn'}
                      word={clearedAt ? 'Cleared' : 'Raised'}
                    />
                    <div>
                      <Link to={href(`alarms/${alarm}`)}>{title}</Link>
                      <Said annotations={annotations} />
                    </div>
                    <span className="muted small push">
                      <Time at={clearedAt ?? raisedAt} seconds />
                    </span>
                  </li>
                ))}
              </ul>
            )}
          </>
        )
      }}
    </Panel>
  )
}

/** The shortest range that shows the incident and what was before it. */
function rangeFor(occurredAt: string): '-15m' | '-1h' | '-3h' | '-24h' | '-7d' {
  const hours = (Date.now() - Date.parse(occurredAt)) / 3_600_000
  if (hours < 0.2) return '-15m'
  return hours < 0.7 ? '-1h' : hours < 2.2 ? '-3h' : hours < 20 ? '-24h' : '-7d'
}

function Figure({
  outcome: { title, value, unit, target, status, missedSince },
}: {
  outcome: Outcome
}) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        <span className="impact-figure">{quantity(value, unit)}</span>
        <Status kind={status} word={WORD[status]} />
        <span className="muted small">
          Target {target.op === '>=' ? '≥' : '≤'} {quantity(target.value, unit)}
          {missedSince && (
            <>
              , missed since <Time at={missedSince} />
            </>
          )}
        </span>
      </dd>
    </div>
  )
}

interface CourseProps {
  readonly outcome: Outcome
  readonly incident: IncidentDetail
  readonly fromMs: number
  readonly toMs: number
  readonly moments: Data<'overview.show'>['moments']
}

function Course({ outcome, incident, fromMs, toMs, moments }: CourseProps) {
  const { title, unit, points, expected, target, reason } = outcome
  const { occurredAt, resolvedAt, alarms } = incident
  const drawn = useMemo(
    () =>
      points.map(([atMs, value]) => ({
        atMs,
        value,
        low: expected?.min ?? null,
        high: expected?.max ?? null,
      })),
    [points, expected],
  )
  const marks = useMemo(
    () => [
      ...moments
        .filter(({ kind }) => kind === 'release')
        .map(({ at }) => ({ atMs: Date.parse(at), kind: 'release' as const })),
      ...alarms.map(({ raisedAt }) => ({ atMs: Date.parse(raisedAt), kind: 'alarm' as const })),
    ],
    [moments, alarms],
  )
  const span = useMemo(
    () => ({ fromMs: Date.parse(occurredAt), toMs: resolvedAt ? Date.parse(resolvedAt) : null }),
    [occurredAt, resolvedAt],
  )
  return (
    <figure className="impact-course">
      <figcaption>
        <span>
          {title}
          {unit && `, ${unit}`}
        </span>
        <span className="muted small">shaded: expected · dashed: target, releases, alarms</span>
      </figcaption>
      <TimeSeries
        points={drawn}
        label={`${title} over time. ${reason ?? ''}`}
        unit={unit}
        height={132}
        fromMs={fromMs}
        toMs={toMs}
        target={target.value}
        marks={marks}
        span={span}
      />
    </figure>
  )
}
