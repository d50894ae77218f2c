/** Comparing by size what is kept as text: attributes are text, whatever they were sent as. */
import type { Writer } from './dialect.ts'
import { msOf, numberOf } from './quantities.ts'
import { type Operator, SearchNotUnderstood, type Value } from './syntax.ts'

/** `duration>500ms` reads the unit that stands in the value, or at the end of the name; milliseconds otherwise. */
export function compareQuantity(
  text: string,
  name: string,
  operator: Operator,
  value: Value,
  column: number,
  writer: Writer,
): string {
  const written = value.kind === 'exact' ? value.text : undefined
  const number = written === undefined ? undefined : numberOf(written)
  if (number !== undefined) return writer.number(`toFloat64OrNull(${text})`, operator, number)
  const ms = written === undefined ? undefined : msOf(written)
  if (ms === undefined)
    throw new SearchNotUnderstood({
      reason: `${name} is compared by size with something that is neither a number nor a duration`,
      column,
      mend: `Write ${name}${operator}5 or ${name}${operator}500ms; text is compared with : and !=.`,
    })
  const amount = `toFloat64OrNull(extract(${text}, '^-?[0-9]+(?:[.][0-9]+)?'))`
  const unit = `extract(${text}, '^-?[0-9.]+ *([a-zµ]+)$')`
  const ofName = writer.given(unitOfName(name), 'Float64')
  const factor = `transform(${unit}, ['ns', 'us', 'µs', 'ms', 's', 'm', 'min', 'h'], [0.000001, 0.001, 0.001, 1., 1000., 60000., 60000., 3600000.], ${ofName})`
  return writer.number(`${amount} * ${factor}`, operator, ms)
}

function unitOfName(name: string): number {
  const unit = /(?:[._]|(?=Ms$))(ns|us|ms|Ms|s|sec|seconds|nanos|micros|millis)$/.exec(name)?.[1]
  if (unit === 'ns' || unit === 'nanos') return 1e-6
  if (unit === 'us' || unit === 'micros') return 1e-3
  return unit === 's' || unit === 'sec' || unit === 'seconds' ? 1_000 : 1
}
