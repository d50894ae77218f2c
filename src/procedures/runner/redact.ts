/** Replaces secrets in a stream of text, also where a secret lies across two chunks. */
export interface Redactor {
  push(chunk: string): string
  end(): string
}

const MARK = '***'
/** Shorter secrets would blacken ordinary words. */
export const SHORTEST_SECRET = 6

export function createRedactor(secrets: readonly string[]): Redactor {
  const forms = [
    ...new Set(secrets.filter((secret) => secret.length >= SHORTEST_SECRET).flatMap(formsOf)),
  ].sort((a, b) => b.length - a.length)
  const longest = Math.max(0, ...forms.map((form) => form.length))
  let held = ''
  const clean = (text: string) => forms.reduce((rest, form) => rest.replaceAll(form, MARK), text)
  return {
    push(chunk) {
      if (longest === 0) return chunk
      const text = clean(held + chunk)
      // The tail may be the beginning of a secret; it waits for the next chunk.
      const keep = Math.min(text.length, longest - 1)
      held = text.slice(text.length - keep)
      return text.slice(0, text.length - keep)
    },
    end() {
      const rest = clean(held)
      held = ''
      return rest
    },
  }
}

/** The ways a value is written: as it is, base64, in URLs, in JSON. */
function formsOf(secret: string): string[] {
  return [
    secret,
    Buffer.from(secret).toString('base64'),
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
  ]
}
