/** Which series a selector chooses; the same for memory and store, so that both answer alike. */
import type { Catalog, Series } from './catalog.ts'
import type { Matcher } from './source.ts'

type Test = (series: Series) => boolean

/** The series that meet all matchers. An absent label is an empty one, as Prometheus has it. */
export function chooseSeries(catalog: Catalog, matchers: readonly Matcher[]): Series[] {
  const name = matchers.find(({ name, op }) => name === '__name__' && op === '=')
  const tests = matchers.filter((matcher) => matcher !== name).map(testOf)
  const chosen: Series[] = []
  for (const series of name ? catalog.named(name.value) : catalog.all())
    if (tests.every((test) => test(series))) chosen.push(series)
  return chosen
}

function testOf({ name, op, value }: Matcher): Test {
  const label = (series: Series) => series.labels[name] ?? ''
  if (op === '=') return (series) => label(series) === value
  if (op === '!=') return (series) => label(series) !== value
  const pattern = new RegExp(`^(?:${value})$`, 's')
  // A selector looks at the same few values again and again.
  const seen = new Map<string, boolean>()
  const matches = (text: string): boolean => {
    let known = seen.get(text)
    if (known === undefined) {
      known = pattern.test(text)
      seen.set(text, known)
    }
    return known
  }
  return op === '=~' ? (series) => matches(label(series)) : (series) => !matches(label(series))
}
