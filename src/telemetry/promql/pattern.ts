/**
 * RE2 patterns as PromQL writes them, run by JavaScript's engine: both are anchored, let `.` match newlines
 * and count code points, but flags, named groups and classes are written differently.
 */
const CLASSES: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\x00-\\x7F',
  blank: '\\t ',
  cntrl: '\\x00-\\x1F\\x7F',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-\\/:-@\\[-`{-~',
  space: '\\t\\n\\v\\f\\r ',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
}

const compiled = new Map<string, RegExp>()
const CACHE_SIZE = 1_000

/** A pattern that matches whole values. Throws SyntaxError when it is not a pattern. */
export function compilePattern(pattern: string): RegExp {
  let regex = compiled.get(pattern)
  if (!regex) {
    const { source, flags } = translate(pattern)
    // Compiled alone first: `a)|(b` would become valid between our own parentheses.
    new RegExp(source, flags)
    regex = new RegExp(`^(?:${source})$`, flags)
    if (compiled.size >= CACHE_SIZE) compiled.clear()
    compiled.set(pattern, regex)
  }
  return regex
}

function translate(pattern: string): { source: string; flags: string } {
  let flags = 'su'
  let rest = pattern
  const leading = /^\(\?([imsU]+)\)/.exec(rest)
  if (leading) {
    rest = rest.slice(leading[0].length)
    if (leading[1]!.includes('i')) flags += 'i'
    if (leading[1]!.includes('m')) flags += 'm'
  }
  const source = rest
    .replace(/\\Q([\s\S]*?)(?:\\E|$)/g, (_, text: string) =>
      text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'),
    )
    .replace(/\(\?P</g, '(?<')
    .replace(/\[:(\^?)(\w+):\]/g, (whole, not: string, name: string) =>
      not === '' && CLASSES[name] !== undefined ? CLASSES[name] : whole,
    )
    .replace(/\\([\s\S])/g, (whole, char: string) => escapeOf(whole, char))
  return { source, flags }
}

// With the `u` flag JavaScript refuses escapes that RE2 takes literally.
function escapeOf(whole: string, char: string): string {
  if (char === 'A') return '^'
  if (char === 'z') return '$'
  if (char === 'a') return '\\x07'
  if (/[\^$\\.*+?()[\]{}|/\-bBdDwWsSnrtfvxupPk0-9]/.test(char)) return whole
  if (/[A-Za-z]/.test(char)) return whole
  return /[\s\S]/.test(char) ? char : whole
}
