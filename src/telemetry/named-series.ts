/**
 * The series of one metric name, in the order in which PromQL answers with them. Questions come often and series
 * rarely, so the order is kept and not made for each question.
 */
import type { Series } from './catalog.ts'
import { labelsKey } from './promql/index.ts'

export class NamedSeries {
  #ordered: Series[] = []
  #added: Series[] = []
  #hasGone = false

  add(series: Series): void {
    this.#added.push(series)
  }

  /** Some of them have been forgotten. */
  forget(): void {
    this.#hasGone = true
  }

  ordered(): readonly Series[] {
    if (this.#added.length > 0) {
      // What is in order already costs little to put in order again.
      this.#ordered = [...this.#ordered, ...this.#added].sort(byLabels)
      this.#added = []
    }
    if (this.#hasGone) {
      this.#ordered = this.#ordered.filter(({ catalog }) => catalog !== undefined)
      this.#hasGone = false
    }
    return this.#ordered
  }
}

function byLabels(a: Series, b: Series): number {
  return labelsKey(a.labels) < labelsKey(b.labels) ? -1 : 1
}
