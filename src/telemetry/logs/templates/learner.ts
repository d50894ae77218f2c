/**
 * Learns the templates of log lines as they arrive, in the manner of Drain: lines of one service with equally many
 * words and the same first word are compared word by word; what is like a template enough follows it, and words
 * that differ become `<*>`. A template keeps the id of its birth, however general it becomes.
 */
import { createHash } from 'node:crypto'
import type { LogTemplate } from '../../model.ts'
import { ANYTHING, maskedWords } from './mask.ts'

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
export const NO_TEMPLATE = 0n

export class TemplateLearner {
  readonly #groups = new Map<string, Known[]>()
  readonly #exact = new Map<string, Known>()
  readonly #changed = new Set<Known>()
  #count = 0

  get size(): number {
    return this.#count
  }

  /** Takes up what a former run has learned. */
  load(templates: Iterable<LogTemplate>): void {
    for (const { id, service, text, firstSeenMs } of templates)
      this.#keep({ id, service, firstSeenMs, words: text.split(' ') })
  }

  /** The id of the template that a line follows; 0 when it has none. */
  learn(service: string, body: string, timeMs: number): bigint {
    const words = maskedWords(body)
    if (words.length === 0) return NO_TEMPLATE
    const text = words.join(' ')
    const known = this.#exact.get(`${service}\0${text}`)
    if (known) return known.id
    const like = this.#mostLike(service, words)
    if (like) {
      this.#widen(like, words)
      return like.id
    }
    const group = this.#groups.get(groupOf(service, words))
    if (this.#count >= MOST_TEMPLATES || (group?.length ?? 0) >= MOST_LIKE) return NO_TEMPLATE
    const born: Known = { id: idOf(service, text), service, firstSeenMs: timeMs, words }
    this.#keep(born)
    this.#changed.add(born)
    return born.id
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
    for (const group of this.#groups.values())
      for (const known of group) if (ids.has(known.id)) this.#changed.add(known)
  }

  #keep(known: Known): void {
    const key = groupOf(known.service, known.words)
    const group = this.#groups.get(key)
    if (group) group.push(known)
    else this.#groups.set(key, [known])
    this.#exact.set(`${known.service}\0${known.words.join(' ')}`, known)
    this.#count++
  }

  #mostLike(service: string, words: readonly string[]): Known | undefined {
    let best: Known | undefined
    let most = Math.ceil(words.length * LIKENESS) - 1
    for (const known of this.#groups.get(groupOf(service, words)) ?? []) {
      let same = 0
      for (let i = 0; i < words.length; i++)
        if (known.words[i] === words[i] || known.words[i] === ANYTHING) same++
      if (same <= most) continue
      most = same
      best = known
    }
    return best
  }

  #widen(known: Known, words: readonly string[]): void {
    const wider = known.words.map((word, i) => (word === words[i] ? word : ANYTHING))
    if (wider.every((word, i) => word === known.words[i])) return
    this.#exact.delete(`${known.service}\0${known.words.join(' ')}`)
    known.words = wider
    this.#exact.set(`${known.service}\0${wider.join(' ')}`, known)
    this.#changed.add(known)
  }
}

/** The first word stays as it is when a template widens only if it is part of the group. */
function groupOf(service: string, words: readonly string[]): string {
  return `${service}\0${words.length}\0${words[0]}`
}

function idOf(service: string, text: string): bigint {
  const id = createHash('sha256').update(`${service}\0${text}`).digest().readBigUInt64LE(0)
  return id === NO_TEMPLATE ? 1n : id
}
