/** Filters as readers of the Alertmanager API write them: `zone=~"a|b"`, several of which must all hold. */

export type LabelTest = (labels: Readonly<Record<string, string>>) => boolean

const MATCHER = /^\{?\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*(=~|!~|!=|=)\s*"?(.*?)"?\s*\}?$/

/** Undefined when one of them is no filter. `patternOf` compiles a regular expression of the whole value. */
export function testOf(
  filters: readonly string[],
  patternOf: (pattern: string) => (text: string) => boolean,
): LabelTest | undefined {
  const tests: LabelTest[] = []
  for (const filter of filters) {
    const [, name, operator, quoted] = MATCHER.exec(filter) ?? []
    if (name === undefined || quoted === undefined) return undefined
    const value = quoted.replace(/\\(["\\])/g, '$1')
    const isLike = operator!.endsWith('~') ? patternOf(value) : (text: string) => text === value
    const wanted = !operator!.startsWith('!')
    tests.push((labels) => isLike(labels[name] ?? '') === wanted)
  }
  return (labels) => tests.every((test) => test(labels))
}
