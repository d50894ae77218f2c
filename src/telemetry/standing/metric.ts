/** What standing queries read of one metric name: its series, and the selectors by which a new one is found. */
import type { Series } from '../catalog.ts'
import { NAME } from '../promql/index.ts'
import type { Selection } from './selection.ts'
import type { StandingQuery } from './standing-query.ts'
import type { WatchedSeries } from './watched-series.ts'

interface Reader {
  readonly selection: Selection
  readonly query: StandingQuery
}

export class Metric {
  readonly watched = new Map<Series, WatchedSeries>()
  /** By a label that selectors want by equality, and its value; those that want none by ''. */
  readonly #readers = new Map<string, Map<string, Reader[]>>()
  #unread = new WeakSet<Series>()

  get isRead(): boolean {
    return this.#readers.size > 0
  }

  add(selection: Selection, query: StandingQuery): void {
    const [label, value] = wantedBy(selection)
    const byValue = this.#readers.get(label) ?? new Map<string, Reader[]>()
    this.#readers.set(label, byValue)
    const readers = byValue.get(value)
    if (readers) readers.push({ selection, query })
    else byValue.set(value, [{ selection, query }])
    this.#unread = new WeakSet()
  }

  remove(selection: Selection): void {
    const [label, value] = wantedBy(selection)
    const byValue = this.#readers.get(label)
    const readers = byValue?.get(value)?.filter((reader) => reader.selection !== selection)
    if (readers?.length) byValue!.set(value, readers)
    else byValue?.delete(value)
    if (byValue?.size === 0) this.#readers.delete(label)
  }

  /** Who reads a series that is not watched yet. */
  readersOf(series: Series): readonly Reader[] {
    if (this.#unread.has(series)) return NOBODY
    const found: Reader[] = []
    for (const [label, byValue] of this.#readers) {
      const value = label === '' ? '' : (series.labels[label] ?? '')
      for (const reader of byValue.get(value) ?? [])
        if (reader.selection.chooses(series.labels)) found.push(reader)
    }
    if (found.length === 0) this.#unread.add(series)
    return found
  }
}

function wantedBy({ reach }: Selection): [label: string, value: string] {
  const equal = reach.selector.matchers.find(({ name, op }) => name !== NAME && op === '=')
  return equal ? [equal.name, equal.value] : ['', '']
}

const NOBODY: readonly Reader[] = []
