/** Comparing by size what is kept as text: attributes are text, whatever they were sent as. */
import type { Writer } from './dialect.ts'
import { msOf, numberOf, UNITS_MS } from './quantities.ts'
import { type Operator, SearchNotUnderstood, type Value } from './syntax.ts'

/** What a value is compared with: a bare number, or milliseconds and what a value without a unit is in. */
export type Quantity =
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'duration'; readonly ms: number; readonly unitMs: number }

/** @throws SearchNotUnderstood when it is neither a number nor a duration */
export function quantityGiven(
  name: string,
  operator: Operator,
  value: Value,
  column: number,
): Quantity {
  const written = value.kind === 'exact' ? value.text : ''
  const number = numberOf(written)
  if (number !== undefined) return { kind: 'number', number }
  const ms = msOf(written)
  if (ms !== undefined) return { kind: 'duration', ms, unitMs: unitOfName(name) }
  throw new SearchNotUnderstood({
    reason: `${name} is compared by size with something that is neither a number nor a duration`,
    column,
    mend: `Write ${name}${operator}5 or ${name}${operator}500ms; text is compared with : and !=.`,
  })
}

const UNITS = Object.keys(UNITS_MS)
const UNIT_NAMES = UNITS.map((unit) => `'${unit}'`).join(', ')
const UNIT_SIZES = UNITS.map((unit) => UNITS_MS[unit]!.toFixed(6)).join(', ')

/** `duration>500ms` reads the unit that stands in the value, or at the end of the name; milliseconds otherwise. */
export function compareQuantity(
  text: string,
  operator: Operator,
  quantity: Quantity,
  writer: Writer,
): string {
  if (quantity.kind === 'number')
    return writer.number(`toFloat64OrNull(${text})`, operator, quantity.number)
  const amount = `toFloat64OrNull(extract(${text}, '^-?[0-9]+(?:[.][0-9]+)?'))`
  const unit = `extract(${text}, '^-?[0-9.]+ *([a-zµ]+)$')`
  const unitMs = writer.given(quantity.unitMs, 'Float64')
  const factor = `transform(${unit}, [${UNIT_NAMES}], [${UNIT_SIZES}], ${unitMs})`
  return writer.number(`${amount} * ${factor}`, operator, quantity.ms)
}

/** The same of a text in memory; undefined when there is no number in it. */
export function quantityIn(text: string, quantity: Quantity): number | undefined {
  if (quantity.kind === 'number') return numberOf(text)
  const amount = /^-?\d+(?:\.\d+)?/.exec(text)
  if (!amount) return undefined
  const unit = /^-?[0-9.]+ *([a-zµ]+)$/.exec(text)?.[1] ?? ''
  return Number(amount[0]) * (Object.hasOwn(UNITS_MS, unit) ? UNITS_MS[unit]! : quantity.unitMs)
}

function unitOfName(name: string): number {
  const unit = /(?:[._]|(?=Ms$))(ns|us|ms|Ms|s|sec|seconds|nanos|micros|millis)$/.exec(name)?.[1]
  if (unit === 'ns' || unit === 'nanos') return 1e-6
  if (unit === 'us' || unit === 'micros') return 1e-3
  return unit === 's' || unit === 'sec' || unit === 'seconds' ? 1_000 : 1
}
