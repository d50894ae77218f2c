/** A line as words in which everything that is plainly a value is a placeholder: the same for every source. */

export const ANYTHING = '<*>'
/** A stack trace is told apart by its first line, and a long line by its beginning. */
const MOST_LENGTH = 1_000
const MOST_WORDS = 60

/** One pass, the more telling shapes first. */
const VALUE = new RegExp(
  [
    String.raw`(?<time>\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?|\b\d\d:\d\d:\d\d(?:[.,]\d+)?)`,
    String.raw`(?<ip>\b\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?\b)`,
    String.raw`(?<id>\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b|\b0x[0-9a-fA-F]+\b|\b(?=[0-9a-fA-F]*\d)(?=[0-9a-fA-F]*[a-fA-F])[0-9a-fA-F]{8,}\b)`,
    String.raw`(?<n>\d+(?:[.,]\d+)*)`,
  ].join('|'),
  'g',
)

/** The words of the first line; values in them are `<time>`, `<ip>`, `<id>` or `<n>`. */
export function maskedWords(body: string): string[] {
  const end = body.indexOf('\n')
  const line = body.slice(0, Math.min(end < 0 ? MOST_LENGTH : end, MOST_LENGTH))
  const masked = /\d/.test(line) ? line.replace(VALUE, placeholder) : line
  return masked
    .split(/\s+/, MOST_WORDS + 1)
    .filter((word) => word !== '')
    .slice(0, MOST_WORDS)
}

function placeholder(...found: unknown[]): string {
  const groups = found.at(-1) as Record<string, string | undefined>
  for (const kind of ['time', 'ip', 'id'] as const)
    if (groups[kind] !== undefined) return `<${kind}>`
  return '<n>'
}
