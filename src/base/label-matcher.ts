/**
 * A condition on one label, as Prometheus and Alertmanager write it: `severity="critical"`, `job=~"api|web"`. A
 * label that is not there counts as empty.
 */
import { defineError, messageOf } from './errors.ts'

export const BadMatcher = defineError('base.bad-matcher', 'bad-input', {
  message: (d: { text: string; why: string }) => `"${d.text}" matches no label: ${d.why}`,
  hint: 'Write name="value", name!="value", name=~"pattern" or name!~"pattern".',
})

export interface LabelMatcher {
  readonly name: string
  readonly value: string
  /** The value is a regular expression, which must match the whole label. */
  readonly isRegex: boolean
  /** False: what does not match. */
  readonly isEqual: boolean
}

const SHAPE =
  /^\s*([\p{L}_:.][\p{L}\p{N}_:.-]*)\s*(=~|!~|!=|=)\s*(?:"((?:[^"\\]|\\.)*)"|([^"\s]*))\s*$/u
const LONGEST = 1_000

/** @throws BadMatcher */
export function parseMatcher(text: string): LabelMatcher {
  const found = SHAPE.exec(text)
  if (!found) throw new BadMatcher({ text, why: 'it is no name, operator and value' })
  const [, name, operator, quoted, bare] = found
  const value = quoted === undefined ? bare! : quoted.replace(/\\(["\\])/g, '$1')
  const matcher = {
    name: name!,
    value,
    isRegex: operator!.endsWith('~'),
    isEqual: !operator!.startsWith('!'),
  }
  patternOf(matcher)
  return matcher
}

export function formatMatcher({ name, value, isRegex, isEqual }: LabelMatcher): string {
  const operator = isEqual ? (isRegex ? '=~' : '=') : isRegex ? '!~' : '!='
  return `${name}${operator}"${value.replace(/["\\]/g, '\\$&')}"`
}

/** All of them hold. @throws BadMatcher for a pattern that is none */
export function matchesAll(
  matchers: readonly LabelMatcher[],
  labels: Readonly<Record<string, string>>,
): boolean {
  return matchers.every((matcher) => {
    const value = labels[matcher.name] ?? ''
    const holds = matcher.isRegex ? patternOf(matcher)!.test(value) : value === matcher.value
    return holds === matcher.isEqual
  })
}

const patterns = new Map<string, RegExp>()

function patternOf(matcher: LabelMatcher): RegExp | undefined {
  if (!matcher.isRegex) return undefined
  const known = patterns.get(matcher.value)
  if (known) return known
  const text = formatMatcher(matcher)
  if (matcher.value.length > LONGEST) throw new BadMatcher({ text, why: 'it is too long' })
  try {
    const pattern = new RegExp(`^(?:${matcher.value})$`, 's')
    if (patterns.size > LONGEST) patterns.clear()
    patterns.set(matcher.value, pattern)
    return pattern
  } catch (cause) {
    throw new BadMatcher({ text, why: messageOf(cause) }, { cause })
  }
}
