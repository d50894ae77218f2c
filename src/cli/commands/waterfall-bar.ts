/** A span as a bar in a line of text: where it begins and how long it takes, as a part of the whole trace. */

/** At least one sign, never beyond the width. */
export function barOf(
  span: { readonly offsetMs: number; readonly durationMs: number },
  wholeMs: number,
  width: number,
  utf8: boolean,
): string {
  const scale = wholeMs > 0 ? width / wholeMs : 0
  const begin = Math.min(width - 1, Math.floor(span.offsetMs * scale))
  const end = Math.min(
    width,
    Math.max(begin + 1, Math.round((span.offsetMs + span.durationMs) * scale)),
  )
  return ' '.repeat(begin) + (utf8 ? '█' : '#').repeat(end - begin) + ' '.repeat(width - end)
}
