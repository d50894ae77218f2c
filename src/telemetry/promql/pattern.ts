/**
 * RE2 patterns as PromQL writes them, run by JavaScript's engine: both are anchored, let `.` match newlines
 * and count code points, but classes, named groups and lone brackets are written differently. What RE2 does not
 * have (looking around, back references) is refused, so that a query means the same everywhere.
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
    const { body, flags } = takeFlags(pattern)
    const source = translate(body)
    // Compiled alone first: `a)|(b` would become valid between our own parentheses.
    new RegExp(source, flags)
    regex = new RegExp(`^(?:${source})$`, flags)
    if (compiled.size >= CACHE_SIZE) compiled.clear()
    compiled.set(pattern, regex)
  }
  return regex
}

/** A pattern that is looked for anywhere, as Go's regexp does. Throws SyntaxError when it is not a pattern. */
export function compileSearch(pattern: string): RegExp {
  const { body, flags } = takeFlags(pattern)
  return new RegExp(
    translate(body),
    `${/^\(\?[i]*s/.test(pattern) ? flags : flags.replace('s', '')}g`,
  )
}

/** Flags can stand for the whole pattern only: `(?i)text`. */
function takeFlags(pattern: string): { body: string; flags: string } {
  const leading = /^\(\?([is]+)\)/.exec(pattern)
  if (!leading) return { body: pattern, flags: 'su' }
  return {
    body: pattern.slice(leading[0].length),
    flags: leading[1]!.includes('i') ? 'sui' : 'su',
  }
}

/** One piece of a pattern outside of a class, longest first. */
const PIECES = [
  [/^\\Q([\s\S]*?)(?:\\E|$)/, ([, text]) => text!.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')],
  [/^\\[pP]([A-Z])/, ([piece, letter]) => `${piece.slice(0, 2)}{${letter}}`],
  [/^\\[pP]\{\w+\}/, ([piece]) => piece],
  [/^\\x\{([\da-fA-F]+)\}/, ([, digits]) => `\\u{${digits}}`],
  [/^\\A/, () => '^'],
  [/^\\z/, () => '$'],
  [/^\\a/, () => '\\x07'],
  [/^\\[1-9]/, () => refuse('back references are not part of RE2')],
  [/^\\([\^$\\.*+?()[\]{}|/A-Za-z0-9])/, ([piece]) => piece],
  [/^\\([\s\S])/, ([, char]) => char!],
  [/^\(\?P</, () => '(?<'],
  [/^\(\?(?:<?[=!])/, () => refuse('looking around is not part of RE2')],
  [/^\{\d+(?:,\d*)?\}/, ([piece]) => piece],
  [/^[{}\]]/, ([piece]) => `\\${piece}`],
  [/^[\s\S]/, ([piece]) => piece],
] as const satisfies readonly (readonly [RegExp, (match: RegExpExecArray) => string])[]

const CLASS = /^\[(\^?)(\]?(?:\[:\^?\w+:\]|\\[\s\S]|[^\]\\])*)\]/

function translate(pattern: string): string {
  let made = ''
  for (let rest = pattern; rest !== ''; ) {
    const found = CLASS.exec(rest)
    if (found) {
      made += `[${found[1]}${translateClass(found[2]!)}]`
      rest = rest.slice(found[0].length)
      continue
    }
    if (rest.startsWith('[')) refuse('a class does not end')
    for (const [shape, write] of PIECES) {
      const match = shape.exec(rest)
      if (!match) continue
      made += write(match)
      rest = rest.slice(match[0].length)
      break
    }
  }
  return made
}

function translateClass(members: string): string {
  return members
    .replace(/^\]/, '\\]')
    .replace(/\[:(\^?)(\w+):\]/g, (_, not: string, name: string) => {
      const characters = CLASSES[name] ?? refuse(`there is no class ${name}`)
      return not ? refuse('a class cannot be negated inside another') : characters
    })
    .replace(/\\([pP])([A-Z])/g, '\\$1{$2}')
    .replace(/\\([^^$\\.*+?()[\]{}|/\-A-Za-z0-9])/g, '$1')
}

function refuse(problem: string): never {
  throw new SyntaxError(problem)
}
