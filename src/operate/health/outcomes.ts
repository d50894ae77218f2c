/** Whether business and customers get what they should: each outcome against its target. */
import type { Model, Resource } from '#model'
import type { SignalPoint, SignalReader } from '../alarms/index.ts'
import { type Loss, lossOf } from './loss.ts'
import { type Measurement, measure, type Span } from './measure.ts'
import { type Expected, type Health, isExpected } from './status.ts'

export interface OutcomeHealth {
  /** outcome:name */
  readonly outcome: string
  readonly title: string
  readonly kind: 'business' | 'customer'
  /** signal:name */
  readonly signal: string
  readonly value: number | null
  readonly unit: string
  readonly target: { readonly op: '>=' | '<='; readonly value: number }
  /** Null when the value is unknown. */
  readonly met: boolean | null
  readonly sampleAgeMs: number | null
  readonly series: readonly SignalPoint[]
  /** The signal’s expected range, when it declares one. */
  readonly expected: Expected | null
  readonly status: Health
  /** Why it is not well, in words; null when it is. */
  readonly reason: string | null
  /** Since when it is missed without a break, as far back as the series reaches; ISO 8601. */
  readonly missedSince: string | null
  /** What it costs while it is missed. */
  readonly loss: Loss | null
  readonly owner: string
  readonly weight: number
  /** Who is hurt when it is missed. */
  readonly customers: string | null
  /** How many of them, as its own query counts them; null when none is declared or it has no answer. */
  readonly affected: number | null
}

export function readOutcomes(
  model: Model,
  reader: SignalReader,
  nowMs: number,
  span?: Span,
): Promise<OutcomeHealth[]> {
  return Promise.all(
    model.all('outcome').map((outcome) => readOutcome(model, reader, outcome, nowMs, span)),
  )
}

/** What these outcomes lose now; only they are measured. */
export async function readLosses(
  model: Model,
  reader: SignalReader,
  outcomes: ReadonlySet<string>,
  nowMs: number,
): Promise<Pick<OutcomeHealth, 'outcome' | 'weight' | 'loss'>[]> {
  const all = await Promise.all(
    model
      .all('outcome')
      .filter(({ name }) => outcomes.has(`outcome:${name}`))
      .map((outcome) => readOutcome(model, reader, outcome, nowMs)),
  )
  return all.map(({ outcome, weight, loss }) => ({ outcome, weight, loss }))
}

async function readOutcome(
  model: Model,
  reader: SignalReader,
  outcome: Resource<'outcome'>,
  nowMs: number,
  span?: Span,
): Promise<OutcomeHealth> {
  const signal = model.find(outcome.spec.signal, 'signal')
  const worst = outcome.spec.target.op === '>=' ? 'lowest' : 'highest'
  const query = signal?.spec.query ?? ''
  const [measured, affected] = await Promise.all([
    measure(reader, query, { worst, nowMs, ...(span ? { span } : {}) }),
    countAffected(reader, outcome.spec.affected, nowMs),
  ])
  return { ...judgeOutcome(outcome, signal, measured, nowMs), affected }
}

/** An answer of several series is their sum; a fraction of a customer is one. */
async function countAffected(
  reader: SignalReader,
  query: string | undefined,
  nowMs: number,
): Promise<number | null> {
  if (query === undefined) return null
  try {
    const counts = (await reader.instant(query, nowMs))
      .map(({ value }) => value)
      .filter(Number.isFinite)
    if (counts.length === 0) return null
    return Math.ceil(
      Math.max(
        0,
        counts.reduce((a, b) => a + b, 0),
      ) - 1e-6,
    )
  } catch {
    return null
  }
}

/** The judgement alone: pure. */
function judgeOutcome(
  { name, spec }: Resource<'outcome'>,
  signal: Resource<'signal'> | undefined,
  measured: Measurement,
  nowMs: number,
): Omit<OutcomeHealth, 'affected'> {
  const { value, sampleAgeMs, series } = measured
  const { target } = spec
  const isMet = (one: number) => (target.op === '>=' ? one >= target.value : one <= target.value)
  const met = value === null ? null : isMet(value)
  const expected = signal?.spec.expected ?? null
  const unit = signal?.spec.unit ?? ''
  const missedSince =
    met === false ? new Date(missedSinceMs(series, isMet, nowMs)).toISOString() : null
  const isUsual = value === null || expected === null || isExpected(value, expected)
  return {
    ...{ outcome: `outcome:${name}`, title: spec.title, kind: spec.kind, signal: spec.signal },
    ...{ value, unit, target, met, sampleAgeMs, series, expected },
    status: met === null ? 'unk' : !met ? 'crit' : isUsual ? 'ok' : 'warn',
    reason:
      met === null
        ? measured.unknown
        : !met
          ? `it should be ${target.op} ${target.value}${unit && ` ${unit}`}`
          : isUsual
            ? null
            : 'it is outside of its expected range',
    missedSince,
    loss: lossOf({ value, unit, target, series, missedSince }, nowMs),
    owner: spec.owner,
    weight: spec.weight,
    customers: spec.customers ?? null,
  }
}

/** The first point of the run of misses that has not ended. */
function missedSinceMs(
  series: readonly SignalPoint[],
  isMet: (value: number) => boolean,
  nowMs: number,
): number {
  const lastMet = series.findLastIndex(({ value }) => isMet(value))
  return series[lastMet + 1]?.timeMs ?? nowMs
}
