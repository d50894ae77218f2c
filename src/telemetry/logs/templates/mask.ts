/**
 * A line as words in which everything that is plainly a value is a placeholder: the same for every source. It is
 * run for each line that arrives, so it looks at signs one by one and at shapes only where there are digits.
 */

export const ANYTHING = '<*>'
/** A stack trace is told apart by its first line, and a long line by its beginning. */
export const MOST_LENGTH = 1_000
const MOST_WORDS = 60

/** The words of the first line; values in them are `<time>`, `<ip>`, `<id>` or `<n>`. */
export function maskedWords(body: string): string[] {
  const words: string[] = []
  const end = Math.min(body.length, MOST_LENGTH)
  let begin = -1
  let digits = false
  for (let at = 0; at <= end; at++) {
    const code = at < end ? body.charCodeAt(at) : NEWLINE
    if (!isSpace(code)) {
      if (begin < 0) begin = at
      if (code <= NINE && code >= ZERO) digits = true
      continue
    }
    if (begin >= 0) {
      const word = body.slice(begin, at)
      words.push(digits ? masked(word) : word)
      if (words.length === MOST_WORDS) break
    }
    if (code === NEWLINE) break
    begin = -1
    digits = false
  }
  return words
}

const NEWLINE = 10
const SPACE = 32
/** What stands between words; control characters are no words. */
export const isSpace = (code: number): boolean => code <= SPACE
const ZERO = 48
const NINE = 57
/** Shorter words have no shape but that of a number. */
const SHORTEST_SHAPE = 7

const TIME =
  /\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?|\b\d\d:\d\d:\d\d(?:[.,]\d+)?/g
const IP = /\b\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?\b/g
const UUID = /\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b/g
const HEX = /\b0x[0-9a-fA-F]+\b|\b(?=[a-fA-F]*\d)(?=\d*[a-fA-F])[0-9a-fA-F]{8,}\b/g
const HAS_HEX = /[0-9a-fA-F]{8}|0x/
const NUMBER = /\d+(?:[.,]\d+)*/g

/** The more telling shapes first, each looked for only where it can be. */
function masked(word: string): string {
  let text = word
  if (word.length >= SHORTEST_SHAPE) {
    const dash = word.includes('-')
    if (dash || word.includes(':')) text = text.replace(TIME, '<time>')
    if (word.includes('.')) text = text.replace(IP, '<ip>')
    if (HAS_HEX.test(word)) text = (dash ? text.replace(UUID, '<id>') : text).replace(HEX, '<id>')
  }
  return text.replace(NUMBER, '<n>')
}
