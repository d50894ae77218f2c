/** The words of Go's templates: text, and between double braces tokens, with the spaces that tell `a .b` from `a.b`. */

/** A template that is not one: the message says why. */
export class TemplateMistake extends Error {}

export interface Piece {
  readonly text: string
  /** Undefined for text outside of braces. */
  readonly tokens?: readonly string[]
}

const TOKEN =
  /\s+|"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)+'|[+-]?(?:0[xX][\da-fA-F_]+|(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|\$\w*|\.(?:[A-Za-z_]\w*)?|[A-Za-z_]\w*|:=|=|[(),|]/y

/** Text and actions in their order. Spaces are cut where an action asks for it. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = []
  for (let at = 0; at < text.length; ) {
    const open = text.indexOf('{{', at)
    if (open < 0) {
      pieces.push({ text: text.slice(at) })
      break
    }
    const trimsBefore = /^-\s/.test(text.slice(open + 2, open + 4))
    const before = text.slice(at, open)
    pieces.push({ text: trimsBefore ? before.trimEnd() : before })
    let from = open + 2 + (trimsBefore ? 1 : 0)
    const comment = /^\s*\/\*[\s\S]*?\*\/(\s-)?\}\}|^\s*\/\*/.exec(text.slice(from))
    const tokens: string[] = []
    let trimsAfter = false
    if (comment) {
      if (!comment[0].endsWith('}}')) throw new TemplateMistake('a comment does not end')
      trimsAfter = comment[1] !== undefined
      from += comment[0].length
    } else {
      for (;;) {
        const end = /^(\s-)?\}\}/.exec(text.slice(from, from + 4))
        if (end) {
          trimsAfter = end[1] !== undefined
          from += end[0].length
          break
        }
        if (from >= text.length) throw new TemplateMistake('an action does not end: }} is missing')
        TOKEN.lastIndex = from
        const token = TOKEN.exec(text)?.[0]
        if (!token)
          throw new TemplateMistake(`unexpected ${JSON.stringify(text[from])} in an action`)
        // Space tells `a .b` from `a.b`.
        tokens.push(/^\s/.test(token) ? ' ' : token)
        from += token.length
      }
      pieces.push({ text: '', tokens })
    }
    if (trimsAfter) from += /^\s*/.exec(text.slice(from))![0].length
    at = from
  }
  return pieces
}

/** The tokens of one action. Spaces matter only between a value and its fields. */
export class Tokens {
  readonly #tokens: readonly string[]
  #at = 0

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens
  }

  #skip(from = this.#at): number {
    let at = from
    while (this.#tokens[at] === ' ') at++
    return at
  }

  peek(): string | undefined {
    return this.#tokens[this.#skip()]
  }

  next(): string | undefined {
    this.#at = this.#skip()
    return this.#tokens[this.#at++]
  }

  take(token: string): boolean {
    if (this.peek() !== token) return false
    this.next()
    return true
  }

  /** `.a.b` that follows without a space. */
  fields(): string[] {
    const names: string[] = []
    while (/^\.[A-Za-z_]/.test(this.#tokens[this.#at] ?? ''))
      names.push(this.#tokens[this.#at++]!.slice(1))
    return names
  }

  /** `$a :=`, `$a =`, and in a range `$a, $b :=`. */
  declaration(inRange: boolean): { names: string[]; declares: boolean } | undefined {
    const start = this.#at
    const names: string[] = []
    for (;;) {
      const name = this.next()
      if (!name || !/^\$\w/.test(name)) break
      names.push(name)
      const after = this.next()
      if (after === ':=' || after === '=') return { names, declares: after === ':=' }
      if (after !== ',' || !inRange || names.length === 2) break
    }
    this.#at = start
    return undefined
  }

  finish(): void {
    const token = this.peek()
    if (token !== undefined) throw new TemplateMistake(`unexpected ${token}`)
  }
}
