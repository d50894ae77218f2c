/** A column with a value for each value of another: arithmetic and comparison with a number, and functions. */
import type { Binary } from '../../promql/ast.ts'
import { compare, compute } from '../../promql/operators.ts'
import type { Labels } from '../../promql/source.ts'
import { type Column, DerivedColumn } from './column.ts'

export class EachColumn extends DerivedColumn {
  readonly #change: (value: number) => number | undefined

  /** @param change undefined leaves a gap */
  constructor(
    from: Column,
    change: (value: number) => number | undefined,
    shape: { readonly nameless: boolean },
  ) {
    super(from, { nameless: shape.nameless, isOrdered: from.isOrdered })
    this.#change = change
  }

  override compute(atMs: number): boolean {
    const { from } = this
    if (!from.compute(atMs)) return false
    for (let i = 0; i < from.values.length; i++) {
      const value = from.present[i] ? this.#change(from.values[i]!) : undefined
      this.present[i] = value === undefined ? 0 : 1
      if (value !== undefined) this.values[i] = value
    }
    return true
  }

  protected override arrange(labels: readonly Labels[]): boolean {
    this.place(labels)
    return true
  }
}

/** Values with a number, on whichever side it stands. */
export function withNumber(
  from: Column,
  { op, bool }: Binary,
  number: number,
  isFirst: boolean,
): Column {
  const calculate = compute[op]
  const test = compare[op]
  if (calculate)
    return new EachColumn(
      from,
      (value) => (isFirst ? calculate(number, value) : calculate(value, number)),
      { nameless: true },
    )
  const holds = (value: number) => (isFirst ? test!(number, value) : test!(value, number))
  return bool
    ? new EachColumn(from, (value) => Number(holds(value)), { nameless: true })
    : new EachColumn(from, (value) => (holds(value) ? value : undefined), from)
}
