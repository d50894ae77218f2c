/** Values for the parameters of a procedure: checked by type, given to scripts as environment variables. */
import { defineError, parseDuration } from '#base'
import { Parameter } from './document/front-matter.ts'
import type { Plan } from './plan.ts'

export const BadParameter = defineError('procedures.bad-parameter', 'bad-input', {
  message: (d: { name: string; why: string }) => `The parameter ${d.name} ${d.why}.`,
  hint: 'opsplane procedure list shows what a procedure takes.',
})

/** Fills in defaults and refuses what does not fit. */
export function bindParameters(
  plan: Plan,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  for (const name of Object.keys(given))
    if (!(name in plan.params)) throw new BadParameter({ name, why: 'is not declared' })
  return Object.fromEntries(
    Object.entries(plan.params).flatMap(([name, declared]) => {
      const parameter = Parameter.parse(declared)
      const value = given[name] ?? parameter.default
      if (value === undefined || value === '') {
        if (parameter.required) throw new BadParameter({ name, why: 'is required' })
        return []
      }
      return [[name, check(name, parameter, value)]]
    }),
  )
}

function check(name: string, parameter: Parameter, value: unknown): unknown {
  const refuse = (why: string): never => {
    throw new BadParameter({ name, why })
  }
  switch (parameter.type) {
    case 'int':
    case 'number': {
      const number = Number(value)
      if (!Number.isFinite(number) || (parameter.type === 'int' && !Number.isInteger(number)))
        return refuse(`must be ${parameter.type === 'int' ? 'a whole' : 'a'} number`)
      if (parameter.min !== undefined && number < parameter.min)
        return refuse(`must be at least ${parameter.min}`)
      if (parameter.max !== undefined && number > parameter.max)
        return refuse(`must be at most ${parameter.max}`)
      return number
    }
    case 'bool':
      return (
        value === true ||
        value === 'true' ||
        (value === false || value === 'false' ? false : refuse('must be true or false'))
      )
    case 'duration':
      return parseDuration(String(value)) === undefined
        ? refuse('must be a duration such as 30s')
        : String(value)
    case 'enum':
      return parameter.options?.includes(String(value))
        ? String(value)
        : refuse(`must be one of ${parameter.options?.join(', ')}`)
    case 'list':
      return Array.isArray(value) ? value.map(String) : String(value).split(',')
    default: {
      const text = String(value)
      if (parameter.pattern && !new RegExp(`^(?:${parameter.pattern})$`).test(text))
        return refuse(`does not match ${parameter.pattern}`)
      return text
    }
  }
}

/** `good_release` is `$GOOD_RELEASE`. */
export function parameterEnvironment(
  params: Readonly<Record<string, unknown>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name.toUpperCase(),
      Array.isArray(value) ? value.join(',') : String(value),
    ]),
  )
}
