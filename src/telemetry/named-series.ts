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
  /** By label and value, for the labels by which somebody has asked; made anew when series come or go. */
  #byLabel = new Map<string, ReadonlyMap<string, readonly Series[]>>()

  add(series: Series): void {
    this.#added.push(series)
    this.#byLabel.clear()
  }

  /** Some of them have been forgotten. */
  forget(): void {
    this.#hasGone = true
    this.#byLabel.clear()
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

  /** Those with a value of a label, in the same order. */
  withLabel(label: string, value: string): readonly Series[] {
    let byValue = this.#byLabel.get(label)
    if (!byValue) {
      byValue = groupsOf(this.ordered(), label)
      this.#byLabel.set(label, byValue)
    }
    return byValue.get(value) ?? []
  }
}

function groupsOf(series: readonly Series[], label: string): Map<string, Series[]> {
  const groups = new Map<string, Series[]>()
  for (const one of series) {
    const value = one.labels[label] ?? ''
    const group = groups.get(value)
    if (group) group.push(one)
    else groups.set(value, [one])
  }
  return groups
}

function byLabels(a: Series, b: Series): number {
  return labelsKey(a.labels) < labelsKey(b.labels) ? -1 : 1
}
