/**
 * Learns the templates of log lines as they arrive, in the manner of Drain: lines of one service with equally many
 * words and the same first word are compared word by word; what is like a template enough follows it, and words
 * that differ become `<*>`. A template keeps the id of its birth, however general it becomes.
 */
import { createHash } from 'node:crypto'
import type { LogTemplate } from '../../model.ts'
import { ANYTHING, maskedWords } from './mask.ts'
import { shapeOf } from './shape.ts'

interface Known {
  readonly id: bigint
  readonly service: string
  readonly firstSeenMs: number
  words: string[]
}

/** So much of a line must be as in the template. Values are masked before, so little else should differ. */
const LIKENESS = 0.7
const MOST_TEMPLATES = 20_000
/** Lines that begin alike and are all different are not text; beyond this they have no template. */
const MOST_LIKE = 100
/** Of a service; beyond it they are forgotten and found again. */
const MOST_SHAPES = 5_000
export const NO_TEMPLATE = 0n

export class TemplateLearner {
  /** By service, then by number of words and the first of them. */
  readonly #services = new Map<string, Map<string, Known[]>>()
  readonly #changed = new Set<Known>()
  /** Templates by the shape of lines that follow them, by service. */
  readonly #shapes = new Map<string, Map<number, bigint>>()
  #count = 0

  get size(): number {
    return this.#count
  }

  /** Takes up what a former run has learned. */
  load(templates: Iterable<LogTemplate>): void {
    for (const { id, service, text, firstSeenMs } of templates) {
      const words = text.split(' ')
      this.#groupOf(service, words).push({ id, service, firstSeenMs, words })
      this.#count++
    }
  }

  /** The id of the template that a line follows; 0 when it has none. */
  learn(service: string, body: string, timeMs: number): bigint {
    const shape = shapeOf(body)
    let shapes = this.#shapes.get(service)
    if (!shapes || shapes.size >= MOST_SHAPES) {
      shapes = new Map()
      this.#shapes.set(service, shapes)
    }
    const known = shapes.get(shape)
    if (known !== undefined) return known
    const id = this.#learnWords(service, maskedWords(body), timeMs)
    if (id !== NO_TEMPLATE) shapes.set(shape, id)
    return id
  }

  #learnWords(service: string, words: string[], timeMs: number): bigint {
    if (words.length === 0) return NO_TEMPLATE
    const group = this.#groupOf(service, words)
    const like = mostLike(group, words)
    if (like) {
      this.#widen(like, words)
      return like.id
    }
    if (this.#count >= MOST_TEMPLATES || group.length >= MOST_LIKE) return NO_TEMPLATE
    const id = idOf(service, words.join(' '))
    group.push({ id, service, firstSeenMs: timeMs, words })
    this.#count++
    this.#changed.add(group.at(-1)!)
    return id
  }

  /** Templates that were born or became more general since this was asked last. */
  takeChanged(): LogTemplate[] {
    const changed = [...this.#changed].map(({ words, ...rest }) => ({
      ...rest,
      text: words.join(' '),
    }))
    this.#changed.clear()
    return changed
  }

  /** They could not be written down: they are told again the next time. */
  putBack(templates: readonly LogTemplate[]): void {
    const ids = new Set(templates.map(({ id }) => id))
    for (const groups of this.#services.values())
      for (const group of groups.values())
        for (const known of group) if (ids.has(known.id)) this.#changed.add(known)
  }

  #groupOf(service: string, words: readonly string[]): Known[] {
    const groups = this.#services.get(service) ?? new Map<string, Known[]>()
    if (groups.size === 0) this.#services.set(service, groups)
    const key = words.length + words[0]!
    const known = groups.get(key)
    if (known) return known
    const group: Known[] = []
    groups.set(key, group)
    return group
  }

  #widen(known: Known, words: readonly string[]): void {
    if (known.words.every((word, i) => word === words[i] || word === ANYTHING)) return
    known.words = known.words.map((word, i) => (word === words[i] ? word : ANYTHING))
    this.#changed.add(known)
  }
}

function mostLike(group: readonly Known[], words: readonly string[]): Known | undefined {
  const count = words.length
  let best: Known | undefined
  let most = Math.ceil(count * LIKENESS) - 1
  for (const known of group) {
    let same = 0
    for (let i = 0; i < count; i++) {
      const word = known.words[i]
      if (word === words[i] || word === ANYTHING) same++
      else if (same + count - i - 1 <= most) break
    }
    if (same <= most) continue
    if (same === count) return known
    most = same
    best = known
  }
  return best
}

function idOf(service: string, text: string): bigint {
  const id = createHash('sha256').update(`${service}\0${text}`).digest().readBigUInt64LE(0)
  return id === NO_TEMPLATE ? 1n : id
}
