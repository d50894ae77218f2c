/** Names of a model for things that were called otherwise: each once, and the same in every run. */

const LONGEST = 63

/** Words with hyphens: `HostOutOfMemory` is `host-out-of-memory`. */
export function kebab(text: string): string {
  const name = text
    .normalize('NFKD')
    .replace(/([a-z\d])([A-Z])/g, '$1-$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '-')
  return cut(name, LONGEST) || 'unnamed'
}

function cut(name: string, length: number): string {
  return name.slice(0, length).replace(/^-+|-+$/g, '')
}

/** Words as people read them: `HostOOMKill` is `Host OOM kill`. */
export function words(text: string): string {
  const parts = text
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[\s_:.-]+/)
    .filter(Boolean)
    .map((part, at) => (at > 0 && /^[A-Z][a-z]/.test(part) ? part.toLowerCase() : part))
  return parts.join(' ') || text
}

export class Names {
  readonly #taken = new Set<string>()

  /** The name, with a word behind it or a number when it is taken. */
  take(text: string, ...tellApart: readonly (string | undefined)[]): string {
    const name = kebab(text)
    const candidates = [
      name,
      ...tellApart.filter((word) => word).map((word) => joined(name, kebab(word!))),
    ]
    for (let number = 2; ; number++) {
      const candidate = candidates.shift() ?? joined(name, `${number}`)
      if (this.#taken.has(candidate)) continue
      this.#taken.add(candidate)
      return candidate
    }
  }
}

function joined(name: string, word: string): string {
  const end = cut(word, 20)
  return `${cut(name, LONGEST - end.length - 1)}-${end}`
}
