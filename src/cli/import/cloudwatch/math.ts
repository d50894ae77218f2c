/**
 * Metric math as PromQL, as far as one is the other: arithmetic, comparisons in IF, FILL with a number, and the
 * functions that both have. Each metric is one series, so all are summed to have the same (no) labels.
 */
import { NotImported } from './alarm.ts'

/** `operands` hands out the PromQL of an id; it throws for an id that is not there. */
export interface Operands {
  readonly of: (id: string) => string
  readonly periodS: (id: string) => number
  /** Ids of all metrics of the alarm, for METRICS(). */
  readonly metrics: readonly string[]
}

export function mathToPromql(text: string, operands: Operands): string {
  const parser = new MathParser(text, operands)
  return parser.whole()
}

const TOKEN =
  /\s*(>=|<=|==|!=|&&|\|\||[-+*/^(),[\]<>]|\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+|[A-Za-z_]\w*|"[^"]*"|'[^']*'|\S)/y
const MAX_DEPTH = 50

/** A list such as `[m1, m2]` or METRICS(), which only functions take. */
type Value = string | readonly string[]

class MathParser {
  readonly #tokens: string[] = []
  readonly #operands: Operands
  #at = 0
  #depth = 0

  constructor(text: string, operands: Operands) {
    this.#operands = operands
    TOKEN.lastIndex = 0
    for (let found = TOKEN.exec(text); found; found = TOKEN.exec(text)) this.#tokens.push(found[1]!)
  }

  whole(): string {
    const value = this.#single(this.#sum())
    if (this.#at < this.#tokens.length) this.#refuse(`${this.#peek()} is not taken over`)
    return value
  }

  #refuse(why: string): never {
    throw new NotImported(`in its metric math ${why}`)
  }

  #peek(): string | undefined {
    return this.#tokens[this.#at]
  }

  #take(token: string): boolean {
    if (this.#peek() !== token) return false
    this.#at++
    return true
  }

  #expect(token: string): void {
    if (!this.#take(token)) this.#refuse(`${token} is missing`)
  }

  #single(value: Value): string {
    return typeof value === 'string'
      ? value
      : this.#refuse('a list of metrics stands where one is needed')
  }

  #sum(): Value {
    if (++this.#depth > MAX_DEPTH) this.#refuse('it is nested too deeply')
    let left = this.#product()
    for (;;) {
      const op = this.#peek()
      if (op !== '+' && op !== '-') break
      this.#at++
      left = `${this.#single(left)} ${op} ${this.#single(this.#product())}`
    }
    this.#depth--
    return left
  }

  #product(): Value {
    let left = this.#unary()
    for (;;) {
      const op = this.#peek()
      if (op !== '*' && op !== '/') return left
      this.#at++
      left = `${this.#single(left)} ${op} ${this.#single(this.#unary())}`
    }
  }

  #unary(): Value {
    if (this.#take('-')) return `-${this.#single(this.#unary())}`
    const base = this.#operand()
    if (!this.#take('^')) return base
    return `${this.#single(base)} ^ ${this.#single(this.#unary())}`
  }

  #operand(): Value {
    const token = this.#tokens[this.#at++]
    if (token === undefined) return this.#refuse('something is missing at its end')
    if (token === '(') {
      const inner = this.#sum()
      this.#expect(')')
      return typeof inner === 'string' ? `(${inner})` : inner
    }
    if (token === '[') {
      const items: string[] = []
      do items.push(this.#single(this.#sum()))
      while (this.#take(','))
      this.#expect(']')
      return items
    }
    if (/^[\d.]/.test(token)) return token
    if (/^[a-z]\w*$/.test(token) && this.#peek() !== '(') return this.#operands.of(token)
    if (/^[A-Za-z_]/.test(token) && this.#take('(')) return this.#call(token.toUpperCase())
    return this.#refuse(`${token} is not taken over`)
  }

  #call(name: string): Value {
    if (name === 'METRICS') {
      if (!this.#take(')')) this.#refuse('METRICS with a part of a name is not taken over')
      return this.#operands.metrics.map((id) => this.#operands.of(id))
    }
    if (name === 'PERIOD') {
      const id = this.#tokens[this.#at++] ?? ''
      this.#expect(')')
      return `${this.#operands.periodS(id)}`
    }
    if (name === 'IF') return this.#if()
    const args: Value[] = []
    if (!this.#take(')')) {
      do
        args.push(
          this.#peek() === 'REPEAT' || this.#peek() === 'LINEAR'
            ? this.#tokens[this.#at++]!
            : this.#sum(),
        )
      while (this.#take(','))
      this.#expect(')')
    }
    return this.#function(name, args)
  }

  #function(name: string, args: readonly Value[]): string {
    const [first, second] = args
    if (first === undefined) return this.#refuse(`${name} has nothing to work on`)
    const list = typeof first === 'string' ? undefined : first
    switch (name) {
      case 'ABS':
      case 'CEIL':
      case 'FLOOR':
        return `${name.toLowerCase()}(${this.#single(first)})`
      case 'LOG':
        return `ln(${this.#single(first)})`
      case 'LOG10':
        return `log10(${this.#single(first)})`
      case 'FILL':
        if (typeof second !== 'string' || !/^-?[\d.]+$/.test(second))
          return this.#refuse('FILL is taken over with a number only')
        return `(${this.#single(first)} or vector(${second}))`
      case 'SUM':
        if (list) return `(${list.join(' + ')})`
        break
      case 'AVG':
        if (list) return `((${list.join(' + ')}) / ${list.length})`
        break
    }
    return this.#refuse(`${name}(${list ? '[…]' : '…'}) is not taken over`)
  }

  /** `IF(a > b, x, y)`: x while the comparison holds, y while it does not. */
  #if(): string {
    const left = this.#single(this.#sum())
    const op = this.#tokens[this.#at++] ?? ''
    if (!/^(?:>=|<=|==|!=|>|<)$/.test(op)) this.#refuse('IF is taken over with one comparison only')
    const right = this.#single(this.#sum())
    this.#expect(',')
    const then = this.#single(this.#sum())
    this.#expect(',')
    const otherwise = this.#single(this.#sum())
    this.#expect(')')
    const holds = `(${left} ${op} bool ${right})`
    return `(${holds} * (${then}) + (1 - ${holds}) * (${otherwise}))`
  }
}
