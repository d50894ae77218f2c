/**
 * Makes counters out of what senders count: sums of deltas, and the zero at which a counter began.
 *
 * A counter that is first seen at 1 has risen by 1, and the first failed order must be visible as such; PromQL
 * alone cannot know it. The sender says since when it counts, so the zero at that time is a sample too.
 */
import type { Series } from './catalog.ts'
import type { Head } from './head.ts'
import type { MetricPoint } from './model.ts'

interface State {
  startMs?: number
  lastMs?: number
  sum?: number
}

export interface Sample {
  readonly timeMs: number
  readonly value: number
}

/** Longer ago than this, a zero would only be noise in the store. */
const OLDEST_START_MS = 3_600_000

export class Accumulation {
  readonly #head: Head
  readonly #states = new WeakMap<Series, State>()

  constructor(head: Head) {
    this.#head = head
  }

  /** The samples of a point, or undefined when it is a delta that came too late. */
  samples(series: Series, point: MetricPoint): Sample[] | undefined {
    const { timeMs, value } = point
    if (Number.isNaN(value)) return [{ timeMs, value }]
    if (point.delta) return this.#sum(series, point)
    if (point.startMs === undefined) return [{ timeMs, value }]
    const state = this.#state(series)
    const { startMs } = point
    const began = state.startMs === undefined || startMs > state.startMs
    if (began) state.startMs = startMs
    const known =
      this.#head.lastMs(series) ?? (series.savedMs === undefined ? undefined : series.lastSeenMs)
    const zero =
      began &&
      startMs < timeMs &&
      timeMs - startMs <= OLDEST_START_MS &&
      (known === undefined || startMs > known)
    return zero
      ? [
          { timeMs: startMs, value: 0 },
          { timeMs, value },
        ]
      : [{ timeMs, value }]
  }

  /** What was counted was not kept: the next delta goes on from what is in memory. */
  forget(series: Series): void {
    this.#states.delete(series)
  }

  #sum(series: Series, point: MetricPoint): Sample[] | undefined {
    const state = this.#state(series)
    const lastMs = state.lastMs ?? this.#head.lastMs(series)
    if (lastMs !== undefined && point.timeMs <= lastMs)
      return this.#head.has(series, point.timeMs) || point.timeMs === lastMs ? [] : undefined
    const last = state.sum ?? this.#head.lastValue(series)
    state.sum = (last === undefined || Number.isNaN(last) ? 0 : last) + point.value
    state.lastMs = point.timeMs
    const sample = { timeMs: point.timeMs, value: state.sum }
    const { startMs } = point
    const zero =
      last === undefined &&
      startMs !== undefined &&
      startMs < point.timeMs &&
      point.timeMs - startMs <= OLDEST_START_MS
    return zero ? [{ timeMs: startMs, value: 0 }, sample] : [sample]
  }

  #state(series: Series): State {
    let state = this.#states.get(series)
    if (!state) {
      state = {}
      this.#states.set(series, state)
    }
    return state
  }
}
