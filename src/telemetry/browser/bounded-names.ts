/** Names that senders choose, as many as we allow; all beyond are called `other`. A release every day needs room. */
import { OTHER } from './page-names.ts'

export class BoundedNames {
  readonly #known = new Map<string, Set<string>>()
  readonly #most: number

  constructor(most: number) {
    this.#most = most
  }

  /** @param of what the names belong to: a site and a label */
  keep(of: string, name: string): string {
    const known = this.#known.get(of) ?? new Set()
    this.#known.set(of, known)
    if (known.has(name)) return name
    if (known.size >= this.#most) return OTHER
    known.add(name)
    return name
  }
}
