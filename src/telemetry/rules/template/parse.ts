/** The templates of Go, parsed: text, and actions between double braces. */
import { unquote } from '../../promql/index.ts'
import { type Piece, piecesOf, TemplateMistake, Tokens } from './tokens.ts'

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

const MAX_DEPTH = 100

/** Variables that Prometheus declares before every template. */
const GIVEN = ['$', '$labels', '$externalLabels', '$externalURL', '$value']

/** Throws TemplateMistake when the text is not a template; a function that is not known is a mistake. */
export function parseTemplate(text: string, functions: ReadonlySet<string>): Template {
  return new Parser(text, functions).whole()
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
