/** Signals with their value, and what their expected range and their alarms say about it. */
import type { Model, Resource } from '#model'
import type { AlarmView, SignalPoint, SignalReader } from '../alarms/index.ts'
import { type Measurement, measure, type Span, type Worst } from './measure.ts'
import { type Expected, type Health, isExpected, worstHealth } from './status.ts'

export interface SignalHealth {
  /** signal:name */
  readonly signal: string
  readonly title: string
  readonly layer: string
  readonly query: string
  readonly value: number | null
  readonly unit: string
  readonly sampleAgeMs: number | null
  readonly series: readonly SignalPoint[]
  readonly instances: number
  readonly expected: Expected | null
  /** component:name */
  readonly component: string | null
  readonly owner: string | null
  /** Names of the alarms on it. */
  readonly alarms: readonly string[]
  readonly status: Health
  /** Why it is not well, in words; null when it is. */
  readonly reason: string | null
}

export function readSignals(
  model: Model,
  reader: SignalReader,
  alarms: readonly AlarmView[],
  nowMs: number,
  span?: Span,
): Promise<SignalHealth[]> {
  return Promise.all(
    model.all('signal').map(async (signal) => {
      const own = alarms.filter((alarm) => alarm.signal === `signal:${signal.name}`)
      const measured = await measure(reader, signal.spec.query, {
        worst: worstSide(signal.spec.expected, own),
        nowMs,
        ...(span ? { span } : {}),
      })
      return judgeSignal(model, signal, own, measured)
    }),
  )
}

/** Of several values the one speaks that is nearest to trouble. */
function worstSide(expected: Expected | undefined, alarms: readonly AlarmView[]): Worst {
  if (expected?.max !== undefined) return 'highest'
  if (expected?.min !== undefined) return 'lowest'
  return alarms.some(({ when }) => when.trim().startsWith('<')) ? 'lowest' : 'highest'
}

/** The judgement alone: pure. */
function judgeSignal(
  model: Model,
  { name, spec }: Resource<'signal'>,
  alarms: readonly AlarmView[],
  measured: Measurement,
): SignalHealth {
  const { value, sampleAgeMs, series, instances } = measured
  const component = spec.component ? model.find(spec.component, 'component') : undefined
  const verdicts = verdictsOn(spec.expected, alarms, measured)
  const status = worstHealth(verdicts.map(({ status }) => status))
  return {
    ...{
      signal: `signal:${name}`,
      title: spec.title ?? name,
      layer: spec.layer,
      query: spec.query,
    },
    ...{ value, unit: spec.unit, sampleAgeMs, series, instances },
    expected: spec.expected ?? null,
    component: spec.component ?? null,
    owner: spec.owner ?? component?.spec.owner ?? null,
    alarms: alarms.map((alarm) => alarm.name),
    status,
    reason: verdicts.find((verdict) => verdict.status === status)?.reason ?? null,
  }
}

/** The course of something that is no signal of the model, such as the walks of a journey. */
export async function readCourse(
  reader: SignalReader,
  { title, query }: { readonly title: string; readonly query: string },
  nowMs: number,
  span: Span,
): Promise<SignalHealth> {
  const { unknown, ...measured } = await measure(reader, query, { worst: 'lowest', nowMs, span })
  return {
    ...{ signal: '', title, query, layer: '', unit: '', ...measured, expected: null },
    ...{ component: null, owner: null, alarms: [] },
    status: measured.value === null ? 'unk' : 'ok',
    reason: unknown,
  }
}

interface Verdict {
  readonly status: Health
  readonly reason: string | null
}

function verdictsOn(
  expected: Expected | undefined,
  alarms: readonly AlarmView[],
  { value, unknown }: Measurement,
): Verdict[] {
  const verdicts = alarms.map(verdictOf)
  if (value === null) return [...verdicts, { status: 'unk', reason: unknown }]
  if (expected)
    verdicts.push(
      isExpected(value, expected)
        ? { status: 'ok', reason: null }
        : { status: 'warn', reason: 'it is outside of its expected range' },
    )
  if (verdicts.length === 0)
    return [{ status: 'unk', reason: 'nobody has said what is to be expected of it' }]
  return verdicts
}

/** What the state of an alarm says about what it watches. */
export function verdictOf(alarm: AlarmView): Verdict {
  const { title, state, severity, blind, error } = alarm
  if (state === 'firing' || state === 'recovering') {
    const more = blind ? ', and its data is lost' : state === 'recovering' ? ', recovering' : ''
    return { status: severity === 'critical' ? 'crit' : 'warn', reason: `${title}${more}` }
  }
  if (error !== null)
    return { status: 'unk', reason: `the alarm “${title}” cannot be evaluated: ${error}` }
  if (state === 'nodata') return { status: 'unk', reason: `the alarm “${title}” has no data` }
  return { status: 'ok', reason: null }
}
