/** The cookies of one walk, by origin: what a visitor's browser would send back. Paths and expiry are not kept. */
export class Cookies {
  readonly #byOrigin = new Map<string, Map<string, string>>()

  headerFor(url: string): string {
    return [...(this.#byOrigin.get(new URL(url).origin) ?? [])]
      .map(([name, value]) => `${name}=${value}`)
      .join('; ')
  }

  keep(url: string, given: readonly string[]): void {
    const { origin } = new URL(url)
    const kept = this.#byOrigin.get(origin) ?? new Map<string, string>()
    this.#byOrigin.set(origin, kept)
    for (const cookie of given) {
      const [pair = '', ...attributes] = cookie.split(';')
      const at = pair.indexOf('=')
      if (at <= 0) continue
      const name = pair.slice(0, at).trim()
      if (attributes.some((one) => /^\s*max-age\s*=\s*(?:0|-\d+)\s*$/i.test(one))) kept.delete(name)
      else kept.set(name, pair.slice(at + 1).trim())
    }
  }
}
