/**
 * A step of a query over many series at one moment, in columns: labels are looked at when series come or go, and
 * every second only numbers are. What a step computes is what the evaluator's own functions compute, in their order.
 */
import type { Labels } from '../../promql/source.ts'

export abstract class Column {
  /** One for each place; those that have no value now among them. */
  labels: readonly Labels[] = []
  values = new Float64Array(0)
  /** Where this is 0 there is no value. */
  present = new Uint8Array(0)
  /** The metric's name no longer fits the values. */
  readonly nameless: boolean
  /** Its places are in the order in which the evaluator would have them: sums depend on it. */
  readonly isOrdered: boolean
  #version = 0

  constructor(shape: { readonly nameless: boolean; readonly isOrdered: boolean }) {
    this.nameless = shape.nameless
    this.isOrdered = shape.isOrdered
  }

  /** Rises whenever the places are others. */
  get version(): number {
    return this.#version
  }

  /** Takes up series that have come or gone; false when these cannot be computed in columns. */
  abstract lay(): boolean

  /** Computes the values; false when memory does not reach that far. */
  abstract compute(atMs: number): boolean

  protected place(labels: readonly Labels[]): void {
    this.labels = labels
    this.#version++
    if (this.values.length === labels.length) return
    this.values = new Float64Array(labels.length)
    this.present = new Uint8Array(labels.length)
  }
}

/** A column made of another one, with a place for each of its places or for some of them together. */
export abstract class DerivedColumn extends Column {
  protected readonly from: Column
  #laid = -1
  #fits = false

  constructor(from: Column, shape: { readonly nameless: boolean; readonly isOrdered: boolean }) {
    super(shape)
    this.from = from
  }

  override lay(): boolean {
    if (!this.from.lay()) return false
    if (this.#laid === this.from.version) return this.#fits
    this.#laid = this.from.version
    this.#fits = this.arrange(this.from.labels)
    return this.#fits
  }

  /** False when these series cannot be computed in columns. */
  protected abstract arrange(labels: readonly Labels[]): boolean
}
