/** Stars without regular expressions: pieces are looked for from left to right, each once, so time is bounded. */

/** Whether the whole text is made of the pieces with anything between them. */
export function isWholly(text: string, pieces: readonly string[]): boolean {
  const first = pieces[0] ?? ''
  const last = pieces.at(-1) ?? ''
  if (pieces.length === 1) return text === first
  if (!text.startsWith(first) || text.length < first.length + last.length) return false
  let at = first.length
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  return text.endsWith(last) && text.length - last.length >= at
}

/**
 * Whether the pieces stand in the text as words do: with signs that are no spaces between them, the first at the
 * beginning of a word and the last at the end of one. No piece has a space in it.
 */
export function standsIn(text: string, pieces: readonly string[]): boolean {
  return text.split(/\s+/).some((run) => standsInRun(run, pieces))
}

/** The earliest beginning is the best one: what follows it has the most room. */
function standsInRun(run: string, pieces: readonly string[]): boolean {
  const [first = '', ...rest] = pieces
  const last = rest.pop()
  for (let begin = beginOf(run, first, 0); begin >= 0; begin = beginOf(run, first, begin + 1)) {
    const after = begin + first.length
    if (last !== undefined) {
      const at = rest.reduce((from, piece) => {
        const found = from < 0 ? -1 : run.indexOf(piece, from)
        return found < 0 ? -1 : found + piece.length
      }, after)
      return at >= 0 && endsWord(run, last, at)
    }
    if (isBoundary(run, after)) return true
  }
  return false
}

const WORD = /[0-9a-z]/i
const isBoundary = (text: string, at: number) => !WORD.test(text[at] ?? ' ')

function beginOf(run: string, piece: string, from: number): number {
  if (piece === '') return from > 0 ? -1 : 0
  for (let at = run.indexOf(piece, from); at >= 0; at = run.indexOf(piece, at + 1))
    if (at === 0 || isBoundary(run, at - 1)) return at
  return -1
}

function endsWord(run: string, piece: string, from: number): boolean {
  if (piece === '') return true
  for (let at = run.indexOf(piece, from); at >= 0; at = run.indexOf(piece, at + 1))
    if (isBoundary(run, at + piece.length)) return true
  return false
}
