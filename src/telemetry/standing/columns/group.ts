/** A column with a value for each group of another: `sum by`, `max without` and the like. */
import { type Fold, groupingOf } from '../../promql/aggregations.ts'
import type { Aggregate } from '../../promql/ast.ts'
import type { Labels } from '../../promql/source.ts'
import { type Column, DerivedColumn } from './column.ts'

export class GroupColumn extends DerivedColumn {
  readonly #start: () => Fold
  readonly #grouping: ReturnType<typeof groupingOf>
  /** Of each place of the other column. */
  #groups = new Int32Array(0)
  #folds: (Fold | undefined)[] = []

  constructor(from: Column, start: () => Fold, { labels, without }: Aggregate) {
    // Groups come in the order in which their first member does, and whether it has a value is another matter.
    super(from, { nameless: from.nameless, isOrdered: false })
    this.#start = start
    this.#grouping = groupingOf(labels, without)
  }

  override compute(atMs: number): boolean {
    const { from } = this
    if (!from.compute(atMs)) return false
    const folds = this.#folds
    folds.fill(undefined)
    for (let i = 0; i < from.values.length; i++) {
      if (!from.present[i]) continue
      const group = this.#groups[i]!
      let fold = folds[group]
      if (!fold) {
        fold = this.#start()
        folds[group] = fold
      }
      fold.add(from.values[i]!)
    }
    for (let group = 0; group < folds.length; group++) {
      const fold = folds[group]
      this.present[group] = fold ? 1 : 0
      if (fold) this.values[group] = fold.value()
    }
    return true
  }

  protected override arrange(labels: readonly Labels[]): boolean {
    const groups = new Map<string, number>()
    const made: Labels[] = []
    this.#groups = Int32Array.from(labels, (one) => {
      const key = this.#grouping.key(one)
      let group = groups.get(key)
      if (group === undefined) {
        group = made.length
        groups.set(key, group)
        made.push(this.#grouping.labels(one))
      }
      return group
    })
    this.#folds = made.map(() => undefined)
    this.place(made)
    return true
  }
}
