/**
 * Binary operators. With a scalar they work on each series alone; with two vectors, series find each other
 * by labels, and every step is checked for matches that are not unique.
 */
import { type Binary, isComparison, isSetOperator, type Matching } from './ast.ts'
import { PromqlEvaluationError } from './errors.ts'
import {
  emptyRow,
  type Grid,
  mapRow,
  type Row,
  type ScalarValue,
  setValue,
  type Value,
} from './grid.ts'
import { dropMetricName, formatLabels, labelsKey, withLabel } from './labels.ts'
import { mergeRows } from './merge.ts'
import { compare, compute, computeAny } from './operators.ts'
import { combineSets } from './set-operators.ts'
import { resultLabels, type Signature, signatureFor } from './signature.ts'
import type { Labels } from './source.ts'

export const ONE_TO_ONE: Matching = { on: false, labels: [], include: [] }

export function evaluateBinary(expr: Binary, lhs: Value, rhs: Value, grid: Grid): Value {
  if (lhs.type === 'scalar' && rhs.type === 'scalar')
    return {
      type: 'scalar',
      values: lhs.values.map((value, step) => computeAny(expr.op, value, rhs.values[step]!)),
    }
  if (lhs.type === 'scalar' && rhs.type === 'vector') return withScalar(expr, rhs.rows, lhs, true)
  if (lhs.type === 'vector' && rhs.type === 'scalar') return withScalar(expr, lhs.rows, rhs, false)
  if (lhs.type !== 'vector' || rhs.type !== 'vector')
    throw new Error(`no operator takes ${lhs.type} and ${rhs.type}`)
  const matching = expr.matching ?? ONE_TO_ONE
  const rows = isSetOperator(expr.op)
    ? combineSets(expr.op, lhs.rows, rhs.rows, signatureFor(matching))
    : new VectorMatch(expr, matching, grid).evaluate(lhs.rows, rhs.rows)
  return { type: 'vector', rows }
}

function withScalar(
  { op, bool }: Binary,
  rows: readonly Row[],
  scalar: ScalarValue,
  scalarFirst: boolean,
): Value {
  const calculate = compute[op]
  const test = compare[op]
  const filters = test !== undefined && !bool
  const made = rows.map((row) =>
    mapRow(
      row,
      (value, step) => {
        const other = scalar.values[step]!
        const [a, b] = scalarFirst ? [other, value] : [value, other]
        if (calculate) return calculate(a, b)
        const holds = test!(a, b)
        if (!filters) return Number(holds)
        return holds ? value : undefined
      },
      { nameless: row.nameless || !filters },
    ),
  )
  return { type: 'vector', rows: made }
}

/** One evaluation of an operator between two vectors. `many` and `one` are its sides, whichever is left. */
class VectorMatch {
  readonly #expr: Binary
  readonly #matching: Matching
  readonly #grid: Grid
  readonly #signature: Signature
  readonly #swapped: boolean
  readonly #results = new Map<string, Row>()
  readonly #labels = new Map<Row | undefined, Map<Row | undefined, Row>>()

  constructor(expr: Binary, matching: Matching, grid: Grid) {
    this.#expr = expr
    this.#matching = matching
    this.#grid = grid
    this.#signature = signatureFor(matching)
    this.#swapped = matching.many === 'right'
  }

  evaluate(lhs: readonly Row[], rhs: readonly Row[]): Row[] {
    const { fillLeft, fillRight } = this.#matching
    const [many, one] = this.#swapped ? [rhs, lhs] : [lhs, rhs]
    // With group_right the sides change places, and the fills stay with the place: Prometheus does so, too.
    const [fillMany, fillOne] = [fillLeft, fillRight]
    const manyKeys = many.map((row) => this.#signature.key(row.labels))
    const oneKeys = one.map((row) => this.#signature.key(row.labels))
    for (let step = 0; step < this.#grid.count; step++) {
      const partners = this.#partners(one, oneKeys, step, many, fillMany)
      const matched = new Map<string, Set<Row>>()
      for (const [index, row] of many.entries()) {
        if (!row.present[step]) continue
        const key = manyKeys[index]!
        const partner = partners.get(key)
        if (!partner && fillOne === undefined) continue
        const result = this.#resultRow(row, partner)
        this.#remember(matched, key, result, row)
        this.#combine(result, step, row.values[step]!, partner ? partner.values[step]! : fillOne!)
      }
      if (fillMany === undefined) continue
      for (const [key, partner] of partners)
        if (!matched.has(key))
          this.#combine(this.#resultRow(undefined, partner), step, fillMany, partner.values[step]!)
    }
    return mergeRows([...this.#results.values()])
  }

  #partners(
    one: readonly Row[],
    keys: readonly string[],
    step: number,
    many: readonly Row[],
    fillMany: number | undefined,
  ): Map<string, Row> {
    const partners = new Map<string, Row>()
    // With nothing on the other side there is nothing to be ambiguous about.
    if (fillMany === undefined && !many.some((row) => row.present[step])) return partners
    for (const [index, row] of one.entries()) {
      if (!row.present[step]) continue
      const key = keys[index]!
      const before = partners.get(key)
      if (before) {
        const side = this.#swapped ? 'left' : 'right'
        const group = formatLabels(this.#signature.labels(row.labels))
        throw new PromqlEvaluationError({
          problem: `found duplicate series for the match group ${group} on the ${side} hand-side of the operation: [${formatLabels(before.labels)}, ${formatLabels(row.labels)}];many-to-many matching not allowed: matching labels must be unique on one side`,
        })
      }
      partners.set(key, row)
    }
    return partners
  }

  #remember(matched: Map<string, Set<Row>>, key: string, result: Row, row: Row): void {
    const before = matched.get(key)
    if (!before) {
      matched.set(key, new Set([result]))
      return
    }
    if (!this.#matching.many)
      throw new PromqlEvaluationError({
        problem: `multiple matches for labels: many-to-one matching must be explicit (group_left/group_right), as for ${formatLabels(row.labels)}`,
      })
    if (before.has(result))
      throw new PromqlEvaluationError({
        problem: `multiple matches for labels: grouping labels must ensure unique matches, unlike for ${formatLabels(row.labels)}`,
      })
    before.add(result)
  }

  #combine(result: Row, step: number, many: number, one: number): void {
    const { op, bool } = this.#expr
    const [left, right] = this.#swapped ? [one, many] : [many, one]
    const calculate = compute[op]
    if (calculate) {
      this.#place(result, step, calculate(left, right))
      return
    }
    const holds = compare[op]!(left, right)
    if (bool) this.#place(result, step, Number(holds))
    else if (holds) this.#place(result, step, left)
  }

  #place(result: Row, step: number, value: number): void {
    if (result.present[step])
      throw new PromqlEvaluationError({
        problem: 'multiple matches for labels: grouping labels must ensure unique matches',
      })
    setValue(result, step, value)
  }

  // Labels depend on the pair only, not on the step.
  #resultRow(many: Row | undefined, one: Row | undefined): Row {
    const byOne = this.#labels.get(many) ?? new Map<Row | undefined, Row>()
    this.#labels.set(many, byOne)
    let row = byOne.get(one)
    if (!row) {
      const labels = this.#resultLabels(many, one)
      const nameless = this.#expr.bool || many?.nameless === true
      const key = labelsKey(labels)
      row = this.#results.get(key) ?? emptyRow(labels, nameless, this.#grid.count)
      this.#results.set(key, row)
      byOne.set(one, row)
    }
    return row
  }

  #resultLabels(many: Row | undefined, one: Row | undefined): Labels {
    const base = many ? many.labels : this.#signature.labels(one!.labels)
    const named = isComparison(this.#expr.op) ? base : dropMetricName(base)
    let labels = many ? resultLabels(named, this.#matching) : named
    for (const name of this.#matching.include)
      labels = withLabel(labels, name, one?.labels[name] ?? '')
    return labels
  }
}
