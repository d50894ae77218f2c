/** Takes out of the words of an error what may be about a person: addresses, numbers, what follows a question mark. */

const MOST = 300

export function withoutPersons(text: string): string {
  return text
    .replace(/[?#]\S*/g, '')
    .replace(/[^\s@<>"'(]+@[^\s@<>"')]+/g, '«address»')
    .replace(/\b(?:bearer|token|key|secret|password)\b\s*[:=]?\s*\S+/gi, '«secret»')
    .replace(/\b[0-9a-f]{8}-[0-9a-f-]{27}\b|\b[0-9a-f]{24,}\b/gi, '«id»')
    .replace(/\d[\d\s-]{5,}\d/g, '«number»')
    .replace(/\p{Cc}+/gu, ' ')
    .slice(0, MOST)
}
