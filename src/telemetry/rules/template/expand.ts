/** A template with values put in, as Prometheus does it for labels and annotations. */
import { isTrue, type TemplateContext, templateFunctions } from './functions.ts'
import type { Command, Node, Operand, Pipe, Template } from './parse.ts'
import { print, type Value } from './print.ts'

export interface TemplateData extends TemplateContext {
  readonly labels: Readonly<Record<string, string>>
  readonly externalLabels: Readonly<Record<string, string>>
  readonly value: number
}

/** So many nodes are run, however deep the ranges are. */
const MOST_NODES = 100_000

/** Throws when a function cannot do what is asked of it. */
export async function expandParsed(template: Template, data: TemplateData): Promise<string> {
  return new Expansion(template, data).run()
}

class Stop {
  readonly kind: 'break' | 'continue'
  constructor(kind: 'break' | 'continue') {
    this.kind = kind
  }
}

interface Variable {
  readonly name: string
  value: Value
}

class Expansion {
  readonly #template: Template
  readonly #data: TemplateData
  #out = ''
  #variables: Variable[] = []
  #left = MOST_NODES
  #depth = 0

  constructor(template: Template, data: TemplateData) {
    this.#template = template
    this.#data = data
  }

  async run(): Promise<string> {
    const { labels, externalLabels, externalUrl, value } = this.#data
    const dot = {
      Labels: labels,
      ExternalLabels: externalLabels,
      ExternalURL: externalUrl,
      Value: value,
    }
    this.#variables = [
      { name: '$', value: dot },
      { name: '$labels', value: labels },
      { name: '$externalLabels', value: externalLabels },
      { name: '$externalURL', value: externalUrl },
      { name: '$value', value },
    ]
    await this.#nodes(this.#template.nodes, dot)
    return this.#out
  }

  async #nodes(nodes: readonly Node[], dot: Value): Promise<void> {
    for (const node of nodes) {
      if (--this.#left < 0) throw new Error('it runs too long')
      await this.#node(node, dot)
    }
  }

  async #node(node: Node, dot: Value): Promise<void> {
    switch (node.kind) {
      case 'text':
        this.#out += node.text
        return
      case 'action': {
        const value = await this.#pipe(node.pipe, dot)
        if (node.pipe.variables.length === 0) this.#out += print(value)
        return
      }
      case 'break':
      case 'continue':
        throw new Stop(node.kind)
      case 'template':
        return this.#named(node.name, node.pipe ? await this.#pipe(node.pipe, dot) : null)
      default:
        return this.#scoped(() => this.#branch(node, dot))
    }
  }

  async #named(name: string, dot: Value): Promise<void> {
    const nodes = this.#template.defined.get(name)
    if (!nodes) throw new Error(`template "${name}" not defined`)
    if (++this.#depth > 100) throw new Error('templates call one another too deeply')
    await this.#scoped(() => this.#nodes(nodes, dot))
    this.#depth--
  }

  async #branch(node: Extract<Node, { then: unknown }>, dot: Value): Promise<void> {
    if (node.kind === 'range') return this.#range(node, dot)
    const value = await this.#pipe(node.pipe, dot)
    if (isTrue(value)) return this.#nodes(node.then, node.kind === 'with' ? value : dot)
    return this.#nodes(node.else, dot)
  }

  async #range(node: Extract<Node, { then: unknown }>, dot: Value): Promise<void> {
    const over = await this.#pipe({ ...node.pipe, variables: [] }, dot)
    const entries: [Value, Value][] = Array.isArray(over)
      ? over.map((value: Value, at) => [BigInt(at), value])
      : typeof over === 'object' && over !== null
        ? Object.entries(over).sort(([a], [b]) => (a < b ? -1 : 1))
        : []
    if (entries.length === 0) return this.#nodes(node.else, dot)
    const names = node.pipe.variables
    for (const [key, value] of entries) {
      const stop = await this.#scoped(async () => {
        if (names.length === 2) this.#variables.push({ name: names[0]!, value: key })
        if (names.length > 0) this.#variables.push({ name: names.at(-1)!, value })
        try {
          await this.#nodes(node.then, value)
        } catch (error) {
          if (error instanceof Stop) return error.kind
          throw error
        }
        return undefined
      })
      if (stop === 'break') return
    }
  }

  async #scoped<T>(run: () => Promise<T>): Promise<T> {
    const before = this.#variables.length
    try {
      return await run()
    } finally {
      this.#variables.length = before
    }
  }

  async #pipe({ commands, variables, declares }: Pipe, dot: Value): Promise<Value> {
    let value: Value
    for (const [at, command] of commands.entries())
      value = await this.#command(command, dot, at === 0 ? [] : [value])
    for (const name of variables)
      if (declares) this.#variables.push({ name, value })
      else this.#variable(name).value = value
    return value
  }

  #variable(name: string): Variable {
    return this.#variables.findLast((one) => one.name === name)!
  }

  async #command([first, ...rest]: Command, dot: Value, piped: readonly Value[]): Promise<Value> {
    if (first!.kind !== 'function') {
      if (rest.length > 0 || piped.length > 0)
        throw new Error(`can't give argument to non-function`)
      return this.#operand(first!, dot)
    }
    const { name } = first as Extract<Operand, { kind: 'function' }>
    const args: Value[] = []
    for (const operand of rest) {
      args.push(await this.#operand(operand, dot))
      // What stands after it is not looked at, since the answer is known.
      if ((name === 'and' && !isTrue(args.at(-1))) || (name === 'or' && isTrue(args.at(-1))))
        return args.at(-1)
    }
    return templateFunctions[name]!([...args, ...piped], this.#data)
  }

  async #operand(operand: Operand, dot: Value): Promise<Value> {
    switch (operand.kind) {
      case 'literal':
        return operand.value
      case 'dot':
        return dot
      case 'field':
        return fieldOf(dot, operand.names)
      case 'variable':
        return fieldOf(this.#variable(operand.name).value, operand.names)
      case 'group':
        return fieldOf(await this.#pipe(operand.pipe, dot), operand.names)
      case 'function':
        return templateFunctions[operand.name]!([], this.#data)
    }
  }
}

/** A label that is not there is empty. */
function fieldOf(value: Value, names: readonly string[]): Value {
  return names.reduce<Value>((from, name) => {
    if (typeof from !== 'object' || from === null || Array.isArray(from))
      throw new Error(`can't evaluate field ${name}`)
    const fields = from as Readonly<Record<string, Value>>
    if (!Object.hasOwn(fields, name)) {
      if ('Labels' in fields && 'Value' in fields) throw new Error(`can't evaluate field ${name}`)
      return ''
    }
    return fields[name]
  }, value)
}
