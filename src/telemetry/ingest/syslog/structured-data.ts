/** The structured data of RFC 5424, `[id name="value"][…]`, as values by `id.name`. */
const ELEMENT = /\[([^\s=\]"]{1,128})/y
const PARAMETER = / ([^\s=\]"]{1,128})="((?:[^"\\\]]|\\.){0,65536})"/sy

/** @returns what was read, and where the message begins; data that cannot be read belongs to the message */
export function readStructuredData(
  text: string,
  start: number,
): { data: Record<string, string>; end: number } {
  if (text.charAt(start) === '-') return { data: {}, end: start + 1 }
  const entries: [string, string][] = []
  let at = start
  while (text.charAt(at) === '[') {
    ELEMENT.lastIndex = at
    const element = ELEMENT.exec(text)
    if (!element) return { data: {}, end: start }
    at = ELEMENT.lastIndex
    for (;;) {
      PARAMETER.lastIndex = at
      const parameter = PARAMETER.exec(text)
      if (!parameter) break
      at = PARAMETER.lastIndex
      entries.push([`${element[1]}.${parameter[1]}`, parameter[2]!.replace(/\\(["\\\]])/g, '$1')])
    }
    if (text.charAt(at) !== ']') return { data: {}, end: start }
    at++
  }
  return { data: Object.fromEntries(entries), end: at }
}
