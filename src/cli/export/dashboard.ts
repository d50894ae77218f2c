/** A dashboard as TypeScript that a person goes on writing: where a generated one is the beginning. */
import type { DashboardInput } from '#model'

const WIDTH = 96

export function writeDashboard(name: string, spec: DashboardInput): string {
  return `import { dashboard } from 'opsplane'\n\ndashboard(${literal(name)}, ${written(spec, '', 0)})\n`
}

/** On one line when there is room for it, and one line for each part otherwise. */
function written(value: unknown, margin: string, before: number): string {
  if (typeof value === 'string') return literal(value)
  if (typeof value !== 'object' || value === null) return String(value)
  const isList = Array.isArray(value)
  const inner = `${margin}  `
  const parts = (isList ? value.map((one) => ['', one] as const) : Object.entries(value)).flatMap(
    ([key, one]) => {
      if (one === undefined) return []
      const label = isList ? '' : `${key}: `
      return [`${label}${written(one, inner, inner.length + label.length)}`]
    },
  )
  const [open, close] = isList ? ['[', ']'] : ['{', '}']
  if (parts.length === 0) return `${open}${close}`
  const space = isList ? '' : ' '
  const short = `${open}${space}${parts.join(', ')}${space}${close}`
  if (!short.includes('\n') && before + short.length <= WIDTH) return short
  return `${open}\n${parts.map((part) => `${inner}${part},\n`).join('')}${margin}${close}`
}

/** A literal with single quotes, whatever the text holds. */
function literal(text: string): string {
  const body = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")
  return `'${body.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}'`
}
