/** Pieces of TypeScript: literals, optional fields, comments. Nothing that a text holds can end them. */

export function optional(field: string, value: string | undefined): string[] {
  return value === undefined ? [] : [`${field}: ${quote(value)},`]
}

export function record(field: string, texts: Readonly<Record<string, string>>): string[] {
  const entries = Object.entries(texts)
  if (entries.length === 0) return []
  return [`${field}: {`, ...entries.map(([name, text]) => `  ${key(name)}: ${quote(text)},`), '},']
}

function key(name: string): string {
  // `__proto__: x` would set the prototype; in brackets it is a name like any other.
  if (name === '__proto__') return "['__proto__']"
  return /^[A-Za-z_]\w*$/.test(name) ? name : quote(name)
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what has to be escaped.
const ESCAPED = /[\\'\u0000-\u001f\u007f\u2028\u2029]/g

/** A literal of TypeScript with single quotes. */
export function quote(text: string): string {
  const body = text.replace(ESCAPED, (char) => {
    if (char === '\\' || char === "'") return `\\${char}`
    if (char === '\n') return '\\n'
    if (char === '\t') return '\\t'
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
  return `'${body}'`
}

/** One line, whatever the text holds. */
export function comment(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a line break would end the comment.
  return `// ${text.replace(/[\u0000-\u001f\u2028\u2029\s]+/g, ' ').trim()}\n`
}
