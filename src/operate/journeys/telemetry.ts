/** What a run becomes: metrics of the layer `customer`, and a log record when it failed. */
import {
  type Labels,
  type LogRecord,
  type MetricPoint,
  seriesIdentity,
  type Tally,
} from '#telemetry'
import { type Journey, type JourneyRun, SKIP_REASONS } from './run.ts'

const ERROR = 17

export interface RunOf {
  readonly workload: string
  readonly journey: Journey
  /** Name of the node that walked: each counts its own runs. */
  readonly node: string
  readonly atMs: number
}

export function pointsOfRun(run: JourneyRun, of: RunOf, tally: Tally): MetricPoint[] {
  const { workload, journey, node, atMs } = of
  const labels: Labels = {
    job: 'journey',
    layer: 'customer',
    workload,
    journey: journey.name,
    from: journey.spec.from,
  }
  const points: MetricPoint[] = []
  const gauge = (name: string, value: number, more: Labels = {}) => {
    const series = seriesIdentity(name, Object.entries({ ...labels, ...more }), 'gauge', '')
    points.push({ series, item: points.length, timeMs: atMs, value })
  }
  tally.add('journey_runs_total', { ...labels, result: run.result, instance: node }, atMs)
  gauge('journey_last_run_timestamp_seconds', atMs / 1_000)
  for (const reason of SKIP_REASONS)
    gauge('journey_skipped', run.result === 'skipped' && run.reason === reason ? 1 : 0, { reason })
  if (run.result !== 'skipped') {
    gauge('journey_up', run.result === 'ok' ? 1 : 0)
    gauge('journey_duration_seconds', run.durationMs / 1_000)
    for (const { step, durationMs } of run.steps)
      gauge('journey_step_duration_seconds', durationMs / 1_000, { step })
  }
  return [...points, ...tally.take(atMs, true)]
}

export function recordsOfRun(run: JourneyRun, of: RunOf): LogRecord[] {
  if (run.result !== 'failed') return []
  const { workload, journey, node, atMs } = of
  const { step, expected, found } = run.failure
  const service = serviceOf(journey.name)
  return [
    {
      timeNs: BigInt(atMs) * 1_000_000n,
      observedMs: atMs,
      service,
      host: '',
      severity: ERROR,
      traceId: '',
      spanId: '',
      body: `${step} failed: expected ${expected}, found ${found}`,
      attributes: {
        layer: 'customer',
        workload,
        journey: journey.name,
        from: journey.spec.from,
        step,
        expected,
        found,
        node,
      },
      resource: { 'service.name': service },
    },
  ]
}

/** The service under which its failures stand in the log. */
export function serviceOf(journey: string): string {
  return `journey:${journey}`
}
