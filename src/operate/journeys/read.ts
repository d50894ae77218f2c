/** Journeys as people read them: from the model, from the metrics of their runs and from the log of their failures. */
import { durationMs, type Sql } from '#base'
import type { Model } from '#model'
import { type FoundLog, searchLogs, type TelemetryStore } from '#telemetry'
import type { SignalPoint, SignalReader } from '../alarms/index.ts'
import { SKIP_REASONS, type SkipReason } from './run.ts'
import { readJourneyState } from './state.ts'
import { serviceOf } from './telemetry.ts'

export interface JourneyView {
  readonly name: string
  readonly title: string
  /** `unknown` until it was walked, and when it has not been walked for three rounds. */
  readonly state: 'ok' | 'failing' | 'skipped' | 'unknown'
  readonly reason: SkipReason | null
  readonly failedAt: string | null
  readonly lastRunMs: number | null
  readonly durationMs: number | null
  /** Share of the runs of the last day that went through; null when there was none. */
  readonly availability: number | null
  readonly everyMs: number
  readonly from: string
  readonly protects: readonly string[]
  readonly owner: string | null
  readonly steps: readonly {
    readonly name: string
    readonly kind: 'http' | 'browser'
    readonly durationMs: number | null
  }[]
}

export interface JourneyFailure {
  readonly atMs: number
  readonly step: string
  readonly expected: string
  readonly found: string
}

const ROUNDS = 3
const SHORTEST_LOOK_MS = 15 * 60_000
const MOST_FAILURES = 20

type From = { readonly sql: Sql; readonly model: Model; readonly reader: SignalReader }

export async function readJourneys({ sql, model, reader }: From, nowMs: number) {
  const journeys = model.all('journey')
  if (journeys.length === 0) return []
  const longest = Math.max(...journeys.map(({ spec }) => durationMs(spec.every)))
  const lookMs = Math.max(SHORTEST_LOOK_MS, ROUNDS * longest)
  const of = `{workload="${model.workload}"}`
  const newest = async (metric: string) =>
    reader.instant(`last_over_time(${metric}${of}[${Math.ceil(lookMs / 1_000)}s])`, nowMs)
  const [up, lastRun, skipped, duration, steps, availability] = await Promise.all([
    newest('journey_up'),
    newest('journey_last_run_timestamp_seconds'),
    newest('journey_skipped'),
    newest('journey_duration_seconds'),
    newest('journey_step_duration_seconds'),
    reader.instant(`avg_over_time(journey_up${of}[1d])`, nowMs),
  ])
  return Promise.all(
    journeys.map(async ({ name, spec }): Promise<JourneyView> => {
      const found = (samples: typeof up, more: Readonly<Record<string, string>> = {}) =>
        samples.find(
          ({ labels }) =>
            labels.journey === name &&
            labels.from === spec.from &&
            Object.entries(more).every(([label, value]) => labels[label] === value),
        )?.value ?? null
      const everyMs = durationMs(spec.every)
      const seconds = found(lastRun)
      const lastRunMs = seconds === null ? null : seconds * 1_000
      const reason = SKIP_REASONS.find((one) => found(skipped, { reason: one }) === 1) ?? null
      const late = lastRunMs === null || nowMs - lastRunMs > Math.max(60_000, ROUNDS * everyMs)
      const { failedAt } = await readJourneyState(sql, model.workload, name)
      return {
        name,
        title: spec.title,
        state: late ? 'unknown' : reason ? 'skipped' : found(up) === 1 ? 'ok' : 'failing',
        reason,
        failedAt,
        lastRunMs,
        durationMs: inMs(found(duration)),
        availability: found(availability),
        everyMs,
        from: spec.from,
        protects: spec.protects,
        owner: spec.owner ?? null,
        steps: spec.steps.map((step) => ({
          name: step.name,
          kind: 'http' in step ? 'http' : 'browser',
          durationMs: inMs(found(steps, { step: step.name })),
        })),
      }
    }),
  )
}

const inMs = (seconds: number | null) => (seconds === null ? null : seconds * 1_000)

/** How long its runs took, for a chart; in milliseconds. */
export async function readJourneyCourse(
  { model, reader }: From,
  { name, from }: JourneyView,
  span: { readonly fromMs: number; readonly toMs: number; readonly stepMs: number },
): Promise<SignalPoint[]> {
  const of = `{workload="${model.workload}",journey="${name}",from="${from}"}`
  const [series] = await reader.range(`1000 * journey_duration_seconds${of}`, span)
  return [...(series?.points ?? [])]
}

/** The newest first. */
export async function readJourneyFailures(
  store: TelemetryStore,
  workload: string,
  journey: string,
  range: { readonly fromMs: number; readonly toMs: number },
): Promise<JourneyFailure[]> {
  const { logs } = await searchLogs(store, {
    search: `service:"${serviceOf(journey)}"`,
    limit: MOST_FAILURES,
    ...range,
  })
  return logs.filter(({ attributes }) => attributes.workload === workload).map(failureOf)
}

const failureOf = ({ timeMs, attributes }: FoundLog): JourneyFailure => ({
  atMs: timeMs,
  step: attributes.step ?? '',
  expected: attributes.expected ?? '',
  found: attributes.found ?? '',
})
