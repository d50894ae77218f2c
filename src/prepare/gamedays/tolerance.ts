/**
 * Tolerances of the Chaos Toolkit: does what a probe found keep the steady state?
 * Source: https://chaostoolkit.org/reference/api/experiment/#steady-state-probe-tolerance
 */
import { isDeepStrictEqual } from 'node:util'
import { parseJsonPath, valueAt } from './json-path.ts'

/** What a probe found. */
export interface Found {
  /** What a scalar, a list and a range are compared with: a status, an exit code, a value. Null: nothing answered. */
  readonly value: unknown
  /** What a pattern or a path may look into, by target: status, body, stdout, stderr. */
  readonly parts: Readonly<Record<string, unknown>>
}

export interface Judgement {
  readonly met: boolean
  /** Why not. */
  readonly reason: string | null
}

const MET: Judgement = { met: true, reason: null }
const not = (reason: string): Judgement => ({ met: false, reason })

/** Nothing found keeps no tolerance: missing is not healthy. */
export function judge(found: Found, tolerance: unknown): Judgement {
  if (found.value === null || found.value === undefined) return not('nothing answered')
  if (tolerance === undefined) return MET
  if (Array.isArray(tolerance))
    return tolerance.some((one) => isDeepStrictEqual(one, found.value))
      ? MET
      : not(`${show(found.value)} is none of ${show(tolerance)}`)
  if (typeof tolerance === 'object' && tolerance !== null)
    return judgeObject(found, tolerance as Record<string, unknown>)
  return isDeepStrictEqual(tolerance, found.value)
    ? MET
    : not(`${show(found.value)} is not ${show(tolerance)}`)
}

function judgeObject(found: Found, tolerance: Record<string, unknown>): Judgement {
  const target = typeof tolerance.target === 'string' ? tolerance.target : undefined
  const subject = target === undefined ? found.value : found.parts[target]
  switch (tolerance.type) {
    case 'range':
      return inRange(subject, tolerance.range)
    case 'regex':
      return matches(target === undefined ? textOf(found) : subject, tolerance.pattern)
    case 'jsonpath':
      return hasPath(target === undefined ? (found.parts.body ?? found.value) : subject, tolerance)
    default:
      return not(`a tolerance of the type ${show(tolerance.type)} is not understood`)
  }
}

function inRange(value: unknown, range: unknown): Judgement {
  const [low, high] = Array.isArray(range) ? range : []
  if (typeof low !== 'number' || typeof high !== 'number')
    return not('the range has no two numbers')
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof number !== 'number' || Number.isNaN(number)) return not(`${show(value)} is no number`)
  return number >= low && number <= high ? MET : not(`${number} is not within ${low} to ${high}`)
}

function matches(value: unknown, pattern: unknown): Judgement {
  if (typeof pattern !== 'string') return not('the pattern is missing')
  let expression: RegExp
  try {
    expression = new RegExp(pattern)
  } catch {
    return not(`the pattern ${pattern} cannot be read`)
  }
  return expression.test(String(value)) ? MET : not(`${show(value)} does not match ${pattern}`)
}

function hasPath(value: unknown, tolerance: Record<string, unknown>): Judgement {
  const keys = typeof tolerance.path === 'string' ? parseJsonPath(tolerance.path) : undefined
  if (!keys) return not(`the path ${show(tolerance.path)} is not understood`)
  let document = value
  if (typeof value === 'string')
    try {
      document = JSON.parse(value)
    } catch {
      return not('what was found is no JSON')
    }
  const at = valueAt(document, keys)
  if (at === undefined) return not(`there is nothing at ${tolerance.path}`)
  if (tolerance.expect !== undefined && !isDeepStrictEqual(at, tolerance.expect))
    return not(`${show(at)} is not ${show(tolerance.expect)} at ${tolerance.path}`)
  if (tolerance.count !== undefined && (Array.isArray(at) ? at.length : 1) !== tolerance.count)
    return not(`there are not ${show(tolerance.count)} at ${tolerance.path}`)
  return MET
}

/** A pattern without a target looks at what a person would read. */
function textOf({ value, parts }: Found): unknown {
  return parts.stdout ?? parts.body ?? value
}

function show(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text === undefined ? 'nothing' : text.length > 200 ? `${text.slice(0, 200)}…` : text
}
