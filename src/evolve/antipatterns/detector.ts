/**
 * An anti-pattern is seen in what is declared and what has happened: the extension point for detectors. A
 * detector is one file in detectors/ and one line in the list there. Its limits are parameters, its numbers
 * can be drilled into, and what it cannot know is null.
 */
import type { Sql } from '#base'
import type { Model } from '#model'

export interface DetectorContext {
  readonly sql: Sql
  readonly model: Model
  readonly nowMs: number
  /** The present value of a PromQL query; null when there is none. Without it freshness is unknown. */
  readonly querySignal?: ((query: string) => Promise<number | null>) | undefined
}

/** One object behind a number. */
export interface Row {
  /** kind:name of a resource, or the id of a thing in the ledger. */
  readonly ref: string
  readonly title: string
  /** Null: nobody knows. */
  readonly ok: boolean | null
  readonly reason: string
}

export interface Reading {
  readonly name: string
  readonly title: string
  /** 0 to 1; null when it cannot be computed, which is never good. */
  readonly value: number | null
  /** How many objects stand behind it. */
  readonly n: number
  /** As people write it: `>= 0.3`. */
  readonly rule: string
  /** Null: it cannot be judged, because there is no value or too few cases. */
  readonly breached: boolean | null
  readonly note: string | null
  readonly rows: readonly Row[]
}

export interface Detection {
  readonly detector: string
  readonly title: string
  readonly summary: string
  /** `unknown` when nothing is breached and nothing could be judged. */
  readonly state: 'found' | 'clear' | 'unknown'
  readonly owner: string | null
  readonly readings: readonly Reading[]
  /** ISO 8601 */
  readonly asOf: string
  readonly windowMs: number
}

export interface Detector {
  readonly id: string
  readonly title: string
  readonly summary: string
  readonly windowMs: number
  read(context: DetectorContext): Promise<readonly Reading[]>
}

export function defineDetector(detector: Detector): Detector {
  return detector
}

export async function detect(detector: Detector, context: DetectorContext): Promise<Detection> {
  const { id, title, summary, windowMs } = detector
  const readings = await detector.read(context)
  const { model, nowMs } = context
  return {
    detector: id,
    title,
    summary,
    state: stateOf(readings),
    owner: model.get('workload', model.workload)?.spec.owner ?? null,
    readings,
    asOf: new Date(nowMs).toISOString(),
    windowMs,
  }
}

/** One breach is enough; without any judgement nobody knows. */
export function stateOf(readings: readonly Reading[]): Detection['state'] {
  if (readings.some(({ breached }) => breached === true)) return 'found'
  return readings.some(({ breached }) => breached === false) ? 'clear' : 'unknown'
}
