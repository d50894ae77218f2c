/** The series that a selector of a standing query chooses, in the order of their labels, as they come and go. */
import { compileMatchers, type Labels, labelsKey } from '../promql/index.ts'
import type { Reach } from './compile.ts'
import type { SeriesWindow } from './series-window.ts'

export class Selection {
  readonly reach: Reach
  /** Rises whenever series come or go. */
  version = 0
  readonly #satisfies: (labels: Labels) => boolean
  #windows: SeriesWindow[] = []
  #isSorted = true

  constructor(reach: Reach) {
    this.reach = reach
    this.#satisfies = compileMatchers(reach.selector.matchers)
  }

  get windows(): readonly SeriesWindow[] {
    if (!this.#isSorted) {
      this.#windows.sort((a, b) =>
        labelsKey(a.series.labels) < labelsKey(b.series.labels) ? -1 : 1,
      )
      this.#isSorted = true
    }
    return this.#windows
  }

  chooses(labels: Labels): boolean {
    return this.#satisfies(labels)
  }

  add(window: SeriesWindow): void {
    this.#windows.push(window)
    this.#isSorted = false
    this.version++
  }

  remove(gone: ReadonlySet<SeriesWindow>): void {
    const kept = this.#windows.filter((window) => !gone.has(window))
    if (kept.length === this.#windows.length) return
    this.#windows = kept
    this.version++
  }
}

/** Position of the present value at a time; -1 when there is none, -2 when the window does not tell. */
export function presentAt(window: SeriesWindow, atMs: number, lookbackMs: number): number {
  const at = window.firstAfter(atMs) - 1
  const fromMs = atMs - lookbackMs
  if (at < window.start) return window.completeFromMs <= fromMs ? -1 : -2
  if (window.times[at]! <= fromMs) return -1
  return Number.isNaN(window.values[at]) ? -1 : at
}

/** Whether it has every sample since a time. */
export function reachesBack(window: SeriesWindow, fromMs: number): boolean {
  return window.completeFromMs <= fromMs
}
