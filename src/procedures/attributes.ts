/**
 * The annotation grammar: `{name=look effect=read expect="< 0.01"}` behind a fence's language or in an
 * `ops:` comment. A key alone means true; a quoted value is a JSON string; JSON members are accepted whole.
 */
export type Attributes = Readonly<Record<string, string | true>>

export interface ReadAttributes {
  readonly attributes: Attributes
  /** What is wrong with the text. */
  readonly problem?: string
}

const PAIR = /^\s*([A-Za-z][A-Za-z0-9._-]*)(?:=("(?:[^"\\]|\\.)*"|[^\s"{}]+))?(?=\s|$)/

/** Reads `{ … }`. */
export function readAttributes(text: string): ReadAttributes {
  const inner = /^\{([\s\S]*)\}$/.exec(text.trim())?.[1]
  if (inner === undefined) return { attributes: {}, problem: 'attributes stand in braces' }
  if (/^\s*"/.test(inner)) return readJson(inner)
  const attributes: Record<string, string | true> = {}
  let rest = inner
  while (rest.trim() !== '') {
    const match = PAIR.exec(rest)
    if (!match) return { attributes, problem: `"${rest.trim().slice(0, 30)}" is no key=value` }
    const [whole, key, value] = match as unknown as [string, string, string | undefined]
    if (key in attributes) return { attributes, problem: `${key} stands twice` }
    attributes[key] = value === undefined ? true : value.startsWith('"') ? JSON.parse(value) : value
    rest = rest.slice(whole.length)
  }
  return { attributes }
}

function readJson(inner: string): ReadAttributes {
  try {
    const members = Object.entries(JSON.parse(`{${inner}}`) as Record<string, unknown>)
    return {
      attributes: Object.fromEntries(
        members.map(([key, value]) => [key, value === true ? true : String(value)]),
      ),
    }
  } catch {
    return {
      attributes: {},
      problem: 'the attributes are neither key=value pairs nor JSON members',
    }
  }
}

/** The attributes of `<!-- ops: {…} -->`; undefined when the comment is none of ours. */
export function readComment(html: string): ReadAttributes | undefined {
  const inner = /^<!--\s*ops:\s*(\{[\s\S]*\})\s*-->$/.exec(html.trim())?.[1]
  return inner === undefined ? undefined : readAttributes(inner)
}
