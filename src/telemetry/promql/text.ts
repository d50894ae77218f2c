/** String literals of PromQL, which are those of Go: escapes name bytes, backticks are raw. */

const SIMPLE: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
  '\\': 92,
  "'": 39,
  '"': 34,
}

/** The text between the quotes, or undefined when the literal is not well formed. */
export function unquote(literal: string): string | undefined {
  const quote = literal[0]
  if (literal.length < 2 || literal.at(-1) !== quote) return undefined
  const body = literal.slice(1, -1)
  if (quote === '`') return body.includes('`') ? undefined : body
  if (!body.includes('\\')) return body.includes('\n') ? undefined : body
  const bytes: number[] = []
  for (let at = 0; at < body.length; ) {
    const point = body.codePointAt(at)!
    if (point !== 92) {
      bytes.push(...Buffer.from(String.fromCodePoint(point)))
      at += point > 0xffff ? 2 : 1
      continue
    }
    const escaped = readEscape(body.slice(at + 1), quote!)
    if (!escaped) return undefined
    bytes.push(...escaped.bytes)
    at += 1 + escaped.length
  }
  return Buffer.from(bytes).toString('utf8')
}

function readEscape(
  rest: string,
  quote: string,
): { bytes: readonly number[]; length: number } | undefined {
  const char = rest[0] ?? ''
  const simple = SIMPLE[char]
  if (simple !== undefined) {
    if ((char === '"' || char === "'") && char !== quote) return undefined
    return { bytes: [simple], length: 1 }
  }
  const byte = /^x([0-9a-fA-F]{2})/.exec(rest)
  if (byte) return { bytes: [Number.parseInt(byte[1]!, 16)], length: 3 }
  const octal = /^([0-3][0-7]{2})/.exec(rest)
  if (octal) return { bytes: [Number.parseInt(octal[1]!, 8)], length: 3 }
  const unicode = /^(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/.exec(rest)
  if (!unicode) return undefined
  const point = Number.parseInt(unicode[1] ?? unicode[2]!, 16)
  if (point > 0x10ffff || (point >= 0xd800 && point < 0xe000)) return undefined
  return { bytes: [...Buffer.from(String.fromCodePoint(point))], length: unicode[0].length }
}

/** A literal that reads back as the text. */
export function quote(text: string): string {
  return JSON.stringify(text).replace(/\u2028|\u2029/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`)
}
