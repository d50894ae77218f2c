/**
 * From the path of a page to its name: a declared pattern, so that a million products are one series. Paths hold
 * what visitors do (an order, a name), so nothing else of them is kept.
 */

/** Where a page belongs that nobody declared. */
export const OTHER = 'other'
const MOST_SEGMENTS = 6
const LIKE_AN_ID = /\d|^[^/]{25,}$|[@%]/

/** @param patterns `/products/:id`, `/docs/*`; the first that matches is the name */
export function pageName(path: string, patterns: readonly string[]): string {
  const bare = path.replace(/[?#].*$/s, '').replace(/\/+$/, '') || '/'
  if (patterns.length === 0) return guessed(bare)
  return patterns.find((pattern) => matches(bare.split('/'), pattern.split('/'))) ?? OTHER
}

function matches(path: readonly string[], pattern: readonly string[]): boolean {
  for (const [i, part] of pattern.entries()) {
    if (part === '*') return path.length > i
    const given = path[i]
    if (given === undefined || (part.startsWith(':') ? given === '' : given !== part)) return false
  }
  return path.length === pattern.length
}

function guessed(path: string): string {
  const parts = path.split('/').map((part) => (LIKE_AN_ID.test(part) ? ':id' : part))
  return parts.length > MOST_SEGMENTS + 1
    ? `${parts.slice(0, MOST_SEGMENTS + 1).join('/')}/*`
    : parts.join('/')
}
