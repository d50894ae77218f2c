/** A column with one place, whose value is there when none of another is. */
import type { Labels } from '../../promql/source.ts'
import { type Column, DerivedColumn } from './column.ts'

export class AbsentColumn extends DerivedColumn {
  readonly #labels: Labels

  constructor(from: Column, labels: Labels) {
    super(from, { nameless: false, isOrdered: true })
    this.#labels = labels
  }

  override compute(atMs: number): boolean {
    if (!this.from.compute(atMs)) return false
    this.present[0] = this.from.present.includes(1) ? 0 : 1
    this.values[0] = 1
    return true
  }

  protected override arrange(): boolean {
    this.place([this.#labels])
    return true
  }
}
