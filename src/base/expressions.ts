/**
 * Conditions in CEL (https://cel.dev). A field that is not there gives `missing`, never false: what is not
 * known must not look like a no.
 */
import { type CelInput, celEnv, isCelError, isCelList, isCelMap, parse, plan } from '@bufbuild/cel'
import { defineError, messageOf } from './errors.ts'

export const BadExpression = defineError('base.bad-expression', 'bad-input', {
  message: (d: { text: string; why: string }) => `"${d.text}" is no CEL expression: ${d.why}`,
  hint: 'The language is described at https://cel.dev.',
})

export type Evaluation =
  | { readonly state: 'value'; readonly value: unknown }
  | { readonly state: 'missing'; readonly what: string }
  | { readonly state: 'error'; readonly message: string }

export interface Expression {
  readonly text: string
  evaluate(bindings: Readonly<Record<string, unknown>>): Evaluation
}

const environment = celEnv()

/** Parses once. Numbers in bindings are doubles, as JSON has them. @throws BadExpression */
export function compileExpression(text: string): Expression {
  let run: ReturnType<typeof plan>
  try {
    run = plan(environment, parse(text))
  } catch (cause) {
    throw new BadExpression({ text, why: messageOf(cause) }, { cause })
  }
  return {
    text,
    evaluate(bindings) {
      try {
        const result = run(bindings as Record<string, CelInput>)
        if (!isCelError(result)) return { state: 'value', value: plainOf(result) }
        return failure(messageOf(result))
      } catch (error) {
        return failure(messageOf(error))
      }
    },
  }
}

const MISSING =
  /field not found|no such (?:key|field|attribute)|not found|unresolved|unknown variable/i

function failure(message: string): Evaluation {
  return MISSING.test(message) ? { state: 'missing', what: message } : { state: 'error', message }
}

function plainOf(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value)
  if (isCelList(value)) return [...value].map(plainOf)
  if (isCelMap(value))
    return Object.fromEntries([...value].map(([key, member]) => [String(key), plainOf(member)]))
  return value
}
