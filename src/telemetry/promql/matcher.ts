/** Whether labels satisfy matchers; sources share it, so that every store answers alike. */
import { compilePattern } from './pattern.ts'
import type { Labels, Matcher } from './source.ts'

/** One test for all matchers, compiled once. A missing label is the same as an empty one. */
export function compileMatchers(matchers: readonly Matcher[]): (labels: Labels) => boolean {
  const tests = matchers.map(compileMatcher)
  return (labels) => tests.every((test) => test(labels))
}

function compileMatcher({ name, op, value }: Matcher): (labels: Labels) => boolean {
  if (op === '=') return (labels) => (labels[name] ?? '') === value
  if (op === '!=') return (labels) => (labels[name] ?? '') !== value
  const pattern = compilePattern(value)
  const wanted = op === '=~'
  return (labels) => pattern.test(labels[name] ?? '') === wanted
}
