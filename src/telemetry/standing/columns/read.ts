/** The columns that read windows: the present values of series, and what a function makes of their last minutes. */
import type { OfWindow, Window } from '../../promql/functions/define.ts'
import { withoutStale } from '../../promql/index.ts'
import { presentValue, type Selection } from '../selection.ts'
import { Column } from './column.ts'

abstract class ReadColumn extends Column {
  protected readonly selection: Selection
  #laid = -1

  constructor(selection: Selection, nameless: boolean) {
    super({ nameless, isOrdered: true })
    this.selection = selection
  }

  override lay(): boolean {
    const { version, members } = this.selection
    if (this.#laid === version) return true
    this.#laid = version
    this.place(members.map(({ series }) => series.labels))
    return true
  }
}

export class PresentColumn extends ReadColumn {
  readonly #lookbackMs: number

  constructor(selection: Selection, lookbackMs: number) {
    super(selection, false)
    this.#lookbackMs = lookbackMs
  }

  override compute(atMs: number): boolean {
    const { members, head } = this.selection
    for (let i = 0; i < members.length; i++) {
      const value = presentValue(head, members[i]!, atMs, this.#lookbackMs)
      if (value === undefined) return false
      this.present[i] = Number.isNaN(value) ? 0 : 1
      this.values[i] = value
    }
    return true
  }
}

export class WindowColumn extends ReadColumn {
  readonly #ofWindow: OfWindow['compute']
  readonly #params: readonly number[]
  readonly #window: { -readonly [Field in keyof Window]: Window[Field] } = {
    ...{ times: NONE, values: NONE, from: 0, to: 0, startMs: 0, endMs: 0, nowMs: 0 },
    edges: undefined,
  }

  constructor(
    selection: Selection,
    ofWindow: OfWindow['compute'],
    params: readonly number[],
    keepsName: boolean,
  ) {
    super(selection, !keepsName)
    this.#ofWindow = ofWindow
    this.#params = params
  }

  override compute(atMs: number): boolean {
    const { members, reach } = this.selection
    const window = this.#window
    const startMs = atMs - reach.windowMs
    window.startMs = startMs
    window.endMs = atMs
    window.nowMs = atMs
    for (let i = 0; i < members.length; i++) {
      const held = members[i]!.window
      if (!held || held.completeFromMs > startMs) return false
      window.times = held.times
      window.values = held.values
      window.from = held.firstAfter(startMs)
      window.to = held.firstAfter(atMs)
      if (held.staleMs > startMs) this.#leaveOutStale()
      const value = window.from === window.to ? undefined : this.#ofWindow(window, ...this.#params)
      this.present[i] = value === undefined ? 0 : 1
      if (value !== undefined) this.values[i] = value
    }
    return true
  }

  #leaveOutStale(): void {
    const window = this.#window
    const { from, to } = window
    const kept = withoutStale(window.times.subarray(from, to), window.values.subarray(from, to))
    window.times = kept.times
    window.values = kept.values
    window.from = 0
    window.to = kept.times.length
  }
}

const NONE = new Float64Array(0)
