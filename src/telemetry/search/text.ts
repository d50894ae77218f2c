/**
 * What a word, a phrase and stars mean in a line of text. A word is found as a whole word in any case of letters;
 * a phrase when all its words are there and the text stands in the line as it is written.
 */
import type { Wildcard } from './syntax.ts'

const WORD = /[0-9A-Za-z\u0080-\uffff]+/g
const PLAIN = /^[0-9A-Za-z]+$/

/**
 * The words of a phrase for the index, in lower case, and whether they say all of it. The index knows the letters
 * of ASCII only, so other words are left to the look at the text itself.
 */
export function tokensOf(text: string): { tokens: string[]; whole: boolean } {
  const words = text.match(WORD) ?? []
  const tokens = [
    ...new Set(words.filter((word) => PLAIN.test(word)).map((word) => word.toLowerCase())),
  ]
  return { tokens, whole: tokens.length === 1 && PLAIN.test(text) }
}

/** The text of `*text*`, which is found anywhere. */
export function containedText({ pieces }: Wildcard): string | undefined {
  const [first, middle, last] = pieces
  return pieces.length === 3 && first === '' && last === '' && middle !== '' ? middle : undefined
}

/** RE2 for a whole value: `pay*` begins with it. */
export function wildcardPattern({ pieces }: Wildcard): string {
  return `(?s)^${pieces.map(escapePattern).join('.*')}$`
}

/** RE2 for words in a text: a star stands for signs that are no spaces. */
export function wordsPattern({ pieces }: Wildcard): string {
  const first = pieces[0] === '' ? '' : '(?:^|[^0-9A-Za-z])'
  const last = pieces.at(-1) === '' ? '' : '(?:[^0-9A-Za-z]|$)'
  return `(?i)${first}${pieces.map(escapePattern).join('\\S*')}${last}`
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}
