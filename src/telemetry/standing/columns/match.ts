/** A column with a value for each pair of two others: an operator between series that find each other by labels. */
import { type Binary, isComparison, type Matching } from '../../promql/ast.ts'
import { ONE_TO_ONE } from '../../promql/binary.ts'
import { dropMetricName } from '../../promql/labels.ts'
import { compare, compute } from '../../promql/operators.ts'
import { resultLabels, type Signature, signatureFor } from '../../promql/signature.ts'
import type { Labels } from '../../promql/source.ts'
import { Column } from './column.ts'

export class MatchColumn extends Column {
  readonly #lhs: Column
  readonly #rhs: Column
  readonly #expr: Binary
  readonly #matching: Matching
  readonly #signature: Signature
  #left = new Int32Array(0)
  #right = new Int32Array(0)
  #laid = ''
  #fits = false

  constructor(lhs: Column, rhs: Column, expr: Binary) {
    super({ nameless: expr.bool || lhs.nameless, isOrdered: lhs.isOrdered })
    this.#lhs = lhs
    this.#rhs = rhs
    this.#expr = expr
    this.#matching = expr.matching ?? ONE_TO_ONE
    this.#signature = signatureFor(this.#matching)
  }

  override lay(): boolean {
    if (!this.#lhs.lay() || !this.#rhs.lay()) return false
    const laid = `${this.#lhs.version} ${this.#rhs.version}`
    if (laid === this.#laid) return this.#fits
    this.#laid = laid
    this.#fits = this.#pair()
    return this.#fits
  }

  override compute(atMs: number): boolean {
    const lhs = this.#lhs
    const rhs = this.#rhs
    if (!lhs.compute(atMs) || !rhs.compute(atMs)) return false
    const { op, bool } = this.#expr
    const calculate = compute[op]
    const test = compare[op]
    for (let i = 0; i < this.#left.length; i++) {
      const left = this.#left[i]!
      const right = this.#right[i]!
      this.present[i] = lhs.present[left]! & rhs.present[right]!
      if (!this.present[i]) continue
      const a = lhs.values[left]!
      const b = rhs.values[right]!
      if (calculate) this.values[i] = calculate(a, b)
      else if (bool) this.values[i] = Number(test!(a, b))
      else if (test!(a, b)) this.values[i] = a
      else this.present[i] = 0
    }
    return true
  }

  /** False when a match is not unique: whether it is an error depends on who has a value. */
  #pair(): boolean {
    const left = keysOf(this.#lhs.labels, this.#signature)
    const right = keysOf(this.#rhs.labels, this.#signature)
    if (!left || !right) return false
    const pairs = [...left].flatMap(([key, at]) => {
      const partner = right.get(key)
      return partner === undefined ? [] : [[at, partner] as const]
    })
    this.#left = Int32Array.from(pairs, ([at]) => at)
    this.#right = Int32Array.from(pairs, ([, partner]) => partner)
    this.place(
      pairs.map(([at]) => {
        const labels = this.#lhs.labels[at]!
        const named = isComparison(this.#expr.op) ? labels : dropMetricName(labels)
        return resultLabels(named, this.#matching)
      }),
    )
    return true
  }
}

/** Places by key, in their order; undefined when two have the same. */
function keysOf(
  labels: readonly Labels[],
  signature: Signature,
): ReadonlyMap<string, number> | undefined {
  const keys = new Map(labels.map((one, i) => [signature.key(one), i]))
  return keys.size === labels.length ? keys : undefined
}
