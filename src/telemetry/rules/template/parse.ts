/** The templates of Go, parsed: text, and actions between double braces. */
import { unquote } from '../../promql/index.ts'

export type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'action'; readonly pipe: Pipe }
  | {
      readonly kind: 'if' | 'with'
      readonly pipe: Pipe
      readonly then: readonly Node[]
      readonly else: readonly Node[]
    }
  | {
      readonly kind: 'range'
      readonly pipe: Pipe
      readonly then: readonly Node[]
      readonly else: readonly Node[]
    }
  | { readonly kind: 'template'; readonly name: string; readonly pipe: Pipe | undefined }
  | { readonly kind: 'break' | 'continue' }

export interface Pipe {
  /** Variables that are declared or, without `declares`, set. */
  readonly variables: readonly string[]
  readonly declares: boolean
  readonly commands: readonly Command[]
}

export type Command = readonly Operand[]

export type Operand =
  | { readonly kind: 'literal'; readonly value: string | number | bigint | boolean | null }
  | { readonly kind: 'dot' }
  | { readonly kind: 'field'; readonly names: readonly string[] }
  | { readonly kind: 'variable'; readonly name: string; readonly names: readonly string[] }
  | { readonly kind: 'function'; readonly name: string }
  | { readonly kind: 'group'; readonly pipe: Pipe; readonly names: readonly string[] }

export interface Template {
  readonly nodes: readonly Node[]
  readonly defined: ReadonlyMap<string, readonly Node[]>
}

/** A template that is not one: the message says why. */
export class TemplateMistake extends Error {}

const MAX_DEPTH = 100

/** Variables that Prometheus declares before every template. */
const GIVEN = ['$', '$labels', '$externalLabels', '$externalURL', '$value']

/** Throws TemplateMistake when the text is not a template; a function that is not known is a mistake. */
export function parseTemplate(text: string, functions: ReadonlySet<string>): Template {
  return new Parser(text, functions).whole()
}

interface Piece {
  readonly text: string
  /** Undefined for text outside of braces. */
  readonly tokens?: readonly string[]
}

const TOKEN =
  /\s+|"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)+'|[+-]?(?:0[xX][\da-fA-F_]+|(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|\$\w*|\.(?:[A-Za-z_]\w*)?|[A-Za-z_]\w*|:=|=|[(),|]/y

function piecesOf(text: string): Piece[] {
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

class Parser {
  readonly #pieces: readonly Piece[]
  readonly #functions: ReadonlySet<string>
  readonly #defined = new Map<string, readonly Node[]>()
  #at = 0
  #variables: string[] = [...GIVEN]
  #depth = 0
  #ranges = 0

  constructor(text: string, functions: ReadonlySet<string>) {
    this.#pieces = piecesOf(text)
    this.#functions = functions
  }

  whole(): Template {
    const { nodes, end } = this.#nodes()
    if (end) throw new TemplateMistake(`unexpected {{${end}}}`)
    return { nodes, defined: this.#defined }
  }

  /** Up to `end` or `else`, which is handed back with what follows it. */
  #nodes(): { nodes: Node[]; end?: 'end' | 'else'; rest?: Tokens } {
    if (++this.#depth > MAX_DEPTH) throw new TemplateMistake('it is nested too deeply')
    const nodes: Node[] = []
    try {
      while (this.#at < this.#pieces.length) {
        const { text, tokens } = this.#pieces[this.#at++]!
        if (!tokens) {
          if (text !== '') nodes.push({ kind: 'text', text })
          continue
        }
        const action = new Tokens(tokens)
        const word = action.peek()
        if (word === 'end' || word === 'else') {
          action.next()
          if (word === 'end') action.finish()
          return { nodes, end: word, rest: action }
        }
        const node = this.#action(action)
        if (node) nodes.push(node)
      }
      return { nodes }
    } finally {
      this.#depth--
    }
  }

  #action(tokens: Tokens): Node | undefined {
    const word = tokens.peek()
    switch (word) {
      case undefined:
        throw new TemplateMistake('an action is empty')
      case 'if':
      case 'with':
      case 'range':
        tokens.next()
        return this.#branch(word, tokens)
      case 'define':
      case 'block': {
        tokens.next()
        const name = this.#name(tokens)
        const pipe = word === 'block' ? this.#pipe(tokens) : undefined
        tokens.finish()
        const { nodes, end } = this.#nodes()
        if (end !== 'end') throw new TemplateMistake(`{{${word}}} does not end`)
        this.#defined.set(name, nodes)
        return word === 'block' ? { kind: 'template', name, pipe } : undefined
      }
      case 'template': {
        tokens.next()
        const name = this.#name(tokens)
        const pipe = tokens.peek() === undefined ? undefined : this.#pipe(tokens)
        tokens.finish()
        return { kind: 'template', name, pipe }
      }
      case 'break':
      case 'continue':
        tokens.next()
        tokens.finish()
        if (this.#ranges === 0) throw new TemplateMistake(`{{${word}}} outside of {{range}}`)
        return { kind: word }
      default: {
        const pipe = this.#pipe(tokens)
        tokens.finish()
        return { kind: 'action', pipe }
      }
    }
  }

  #branch(kind: 'if' | 'with' | 'range', tokens: Tokens): Node {
    const scope = this.#variables.length
    const pipe = this.#pipe(tokens, kind === 'range')
    tokens.finish()
    if (kind === 'range') this.#ranges++
    const { nodes: then, end, rest } = this.#nodes()
    if (kind === 'range') this.#ranges--
    let otherwise: Node[] = []
    if (end === 'else') {
      const again = rest!.peek()
      if (again !== undefined) {
        if (again !== kind || kind === 'range')
          throw new TemplateMistake(`unexpected ${again} after {{else`)
        rest!.next()
        otherwise = [this.#branch(kind, rest!)]
      } else {
        const last = this.#nodes()
        if (last.end !== 'end') throw new TemplateMistake(`{{${kind}}} does not end`)
        otherwise = last.nodes
      }
    } else if (end !== 'end') throw new TemplateMistake(`{{${kind}}} does not end`)
    this.#variables.length = scope
    return { kind, pipe, then, else: otherwise }
  }

  #name(tokens: Tokens): string {
    const token = tokens.next()
    const name = token && /^["`]/.test(token) ? unquote(token) : undefined
    if (name === undefined) throw new TemplateMistake('the name of a template is missing')
    return name
  }

  #pipe(tokens: Tokens, inRange = false): Pipe {
    const variables: string[] = []
    let declares = false
    const declaration = tokens.declaration(inRange)
    if (declaration) {
      variables.push(...declaration.names)
      declares = declaration.declares
      if (!declares) for (const name of variables) this.#known(name)
    }
    const commands: Command[] = []
    do commands.push(this.#command(tokens))
    while (tokens.take('|'))
    if (declares) this.#variables.push(...variables)
    for (const [index, [first]] of commands.entries())
      if (
        index > 0 &&
        first!.kind !== 'function' &&
        first!.kind !== 'field' &&
        first!.kind !== 'variable'
      )
        throw new TemplateMistake('what stands after | is not a function')
    return { variables, declares, commands }
  }

  #known(name: string): void {
    if (!this.#variables.includes(name)) throw new TemplateMistake(`there is no variable ${name}`)
  }

  #command(tokens: Tokens): Command {
    const operands: Operand[] = []
    for (;;) {
      const token = tokens.peek()
      if (token === undefined || token === '|' || token === ')') break
      operands.push(this.#operand(tokens))
    }
    if (operands.length === 0) throw new TemplateMistake('a command is missing')
    return operands
  }

  #operand(tokens: Tokens): Operand {
    const token = tokens.next()!
    if (token === '(') {
      if (++this.#depth > MAX_DEPTH) throw new TemplateMistake('it is nested too deeply')
      const pipe = this.#pipe(tokens)
      this.#depth--
      if (!tokens.take(')')) throw new TemplateMistake('a parenthesis does not close')
      return { kind: 'group', pipe, names: tokens.fields() }
    }
    if (/^["`]/.test(token)) {
      const value = unquote(token)
      if (value === undefined) throw new TemplateMistake(`the text ${token} is not well quoted`)
      return { kind: 'literal', value }
    }
    if (token.startsWith("'")) {
      const value = unquote(`"${token.slice(1, -1)}"`)
      if (value === undefined || [...value].length !== 1)
        throw new TemplateMistake(`${token} is not a character`)
      return { kind: 'literal', value: BigInt(value.codePointAt(0)!) }
    }
    if (token === 'true' || token === 'false') return { kind: 'literal', value: token === 'true' }
    if (token === 'nil') return { kind: 'literal', value: null }
    if (token.startsWith('$')) {
      this.#known(token)
      return { kind: 'variable', name: token, names: tokens.fields() }
    }
    if (token === '.') return { kind: 'dot' }
    if (token.startsWith('.') && /^\.[A-Za-z_]/.test(token))
      return { kind: 'field', names: [token.slice(1), ...tokens.fields()] }
    if (/^[+-]?[.\d]/.test(token)) return { kind: 'literal', value: numberOf(token) }
    if (/^[A-Za-z_]/.test(token)) {
      if (!this.#functions.has(token)) throw new TemplateMistake(`there is no function ${token}`)
      return { kind: 'function', name: token }
    }
    throw new TemplateMistake(`unexpected ${token}`)
  }
}

function numberOf(token: string): number | bigint {
  const digits = token.replaceAll('_', '')
  const negative = digits.startsWith('-')
  const bare = digits.replace(/^[+-]/, '')
  if (/^(?:\d+|0x[\da-f]+)$/i.test(bare)) return negative ? -BigInt(bare) : BigInt(bare)
  return Number(digits)
}

/** The tokens of one action. Spaces matter only between a value and its fields. */
class Tokens {
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
