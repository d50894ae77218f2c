/** `name{label="value"}` from its tree. */
import type { SyntaxNode } from '@lezer/common'
import type { VectorSelector } from './ast.ts'
import { NAME } from './labels.ts'
import type { SyntaxContext } from './parse-postfix.ts'
import { compilePattern } from './pattern.ts'
import type { Matcher } from './source.ts'
import { unquote } from './text.ts'

export function parseSelector(node: SyntaxNode, context: SyntaxContext): VectorSelector {
  const identifier = node.getChild('Identifier')
  let name = identifier ? context.text(identifier) : undefined
  const matchers: Matcher[] = []
  const braces = node.getChild('LabelMatchers')
  for (let child = braces?.firstChild; child; child = child.nextSibling) {
    if (child.name === 'QuotedLabelName') {
      if (name !== undefined) context.fail(child.from, 'the metric name is set twice')
      name = textOf(child, context)
    } else if (child.name.endsWith('LabelMatcher')) matchers.push(matcherOf(child, context))
  }
  if (name !== undefined) {
    if (matchers.some((matcher) => matcher.name === NAME && identifier))
      context.fail(node.from, 'the metric name is set twice')
    matchers.unshift({ name: NAME, op: '=', value: name })
  }
  if (matchers.every(matchesEmpty))
    context.fail(node.from, 'a selector needs at least one matcher that does not match empty text')
  return { kind: 'vector', position: node.from, ...(name !== undefined && { name }), matchers }
}

function matcherOf(node: SyntaxNode, context: SyntaxContext): Matcher {
  const label = node.getChild('LabelName')
  const quoted = node.getChild('QuotedLabelName')
  const value = node.getChild('StringLiteral')!
  const matcher: Matcher = {
    name: label ? context.text(label) : textOf(quoted!, context),
    op: context.text(node.getChild('MatchOp')!) as Matcher['op'],
    value: textOf(value, context),
  }
  if (matcher.op === '=~' || matcher.op === '!~') {
    try {
      compilePattern(matcher.value)
    } catch {
      context.fail(value.from, 'this is not a regular expression')
    }
  }
  return matcher
}

function matchesEmpty({ op, value }: Matcher): boolean {
  if (op === '=') return value === ''
  if (op === '!=') return value !== ''
  return compilePattern(value).test('') === (op === '=~')
}

function textOf(node: SyntaxNode, context: SyntaxContext): string {
  return unquote(context.text(node)) ?? context.fail(node.from, 'the text is not well quoted')
}
