/** A list in a sentence, and the two halves of a reference. */

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  return items.length < 2
    ? (items[0] ?? '')
    : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}

/** `rotation:primary` as people say it: `rotation primary`; a person by name alone. */
export function spoken(reference: string): string {
  return reference.startsWith('person:')
    ? reference.slice('person:'.length)
    : reference.replace(':', ' ')
}
