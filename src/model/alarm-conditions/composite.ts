import { z } from 'zod'
import { compileExpression, messageOf } from '#base'
import type { Lookup, Problem } from '../kind.ts'
import { defineCondition } from './condition.ts'

/** What may be asked of another alarm. */
const ASKED = /\b(firing|pending|blind|nodata)\(\s*(?:'([^']*)'|"([^"]*)")\s*\)/g

export const composite = defineCondition({
  kind: 'composite',
  summary: 'Other alarms together say it.',
  key: 'composite',
  needs: [],
  fields: {
    composite: z
      .string()
      .min(1)
      .optional()
      .describe("CEL over other alarms: firing('a') && !firing('b')"),
  },
  check({ composite: text }, { name, lookup }) {
    return text === undefined ? [] : problemsOf(text, name, lookup)
  },
})

/** Names of the alarms that an expression asks about. */
export function alarmsIn(text: string): string[] {
  return [...new Set([...text.matchAll(ASKED)].map(([, , one, other]) => one ?? other ?? ''))]
}

/**
 * The expression with each question as a variable, such as `alarms["a"].firing`, so that what is not known is a
 * field that is missing, and never false.
 */
export function compositeExpression(text: string): string {
  return text.replace(
    ASKED,
    (_, asked, one, other) => `alarms[${JSON.stringify(one ?? other)}].${asked}`,
  )
}

function problemsOf(text: string, name: string, lookup: Lookup): Problem[] {
  const problem = (code: string, message: string, hint: string): Problem => ({
    ...{ code, message, hint },
    path: 'composite',
  })
  try {
    compileExpression(compositeExpression(text))
  } catch (error) {
    return [problem('OPS-M502', messageOf(error), "Write it as firing('a') && !firing('b').")]
  }
  const asked = alarmsIn(text)
  if (asked.length === 0)
    return [problem('OPS-M503', 'it asks about no alarm', "Write firing('name of an alarm').")]
  const missing = asked.filter((one) => !lookup(`alarm:${one}`))
  if (missing.length > 0)
    return missing.map((one) =>
      problem('OPS-M105', `composite names alarm:${one}, which is not declared`, 'Declare it.'),
    )
  const circle = circleFrom(name, lookup)
  if (!circle) return []
  return [
    problem(
      'OPS-M504',
      `it depends on itself: ${circle.join(' → ')}`,
      'Take one of them out of the circle.',
    ),
  ]
}

/** The way from an alarm over what it asks about back to itself. */
function circleFrom(start: string, lookup: Lookup): string[] | undefined {
  const seen = new Set<string>()
  const walk = (name: string, way: readonly string[]): string[] | undefined => {
    const text = lookup(`alarm:${name}`)?.composite
    for (const next of typeof text === 'string' ? alarmsIn(text) : []) {
      if (next === start) return [...way, next]
      if (seen.has(next)) continue
      seen.add(next)
      const found = walk(next, [...way, next])
      if (found) return found
    }
    return undefined
  }
  return walk(start, [start])
}
