/**
 * YAML as Prometheus reads it: every scalar is its own text, so that `0.50` stays `0.50` and `on` is no boolean,
 * and every value knows its line.
 */
import { type Document, isMap, isNode, LineCounter, parseAllDocuments } from 'yaml'
import { messageOf } from '#base'
import type { RuleProblem } from './problem.ts'

export type Path = readonly (string | number)[]
export interface Place {
  readonly line: number
  readonly column: number
}

/** One document of a file. */
export interface YamlText {
  /** Maps, lists and texts only. */
  readonly value: unknown
  /** Where the value at a path begins, or the nearest above it that exists. */
  placeOf(path: Path): Place
  /** Where a key of a map stands. */
  placeOfKey(path: Path): Place
}

/** Longer files are refused: no rule file is that long, and reading it would stop everything else. */
const MAX_LENGTH = 10_000_000

export function readYaml(text: string): { documents: YamlText[]; problems: RuleProblem[] } {
  if (text.length > MAX_LENGTH)
    return { documents: [], problems: [unreadable('it is longer than 10 MB')] }
  const lines = new LineCounter()
  const documents: YamlText[] = []
  const problems: RuleProblem[] = []
  let parsed: readonly Document[]
  try {
    const all = parseAllDocuments(text.replace(/^\uFEFF/, ''), {
      schema: 'failsafe',
      merge: true,
      lineCounter: lines,
      prettyErrors: false,
      logLevel: 'silent',
    })
    parsed = Array.isArray(all) ? (all as Document[]) : []
  } catch (error) {
    return { documents, problems: [unreadable(messageOf(error))] }
  }
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(1, line), column: Math.max(1, col) }
  }
  for (const document of parsed) {
    const [first] = document.errors
    if (first) {
      problems.push(unreadable(first.message, placeAt(first.pos[0])))
      continue
    }
    try {
      const value: unknown = document.toJS({ maxAliasCount: 1_000 })
      if (value === null || value === '') continue
      documents.push({ value, ...placesOf(document, placeAt) })
    } catch (error) {
      problems.push(unreadable(messageOf(error)))
    }
  }
  return { documents, problems }
}

function placesOf(
  document: Document,
  placeAt: (offset: number) => Place,
): Pick<YamlText, 'placeOf' | 'placeOfKey'> {
  const placeOf = (path: Path): Place => {
    for (let length = path.length; length >= 0; length--) {
      const node = document.getIn(path.slice(0, length), true)
      if (isNode(node) && node.range) return placeAt(node.range[0])
    }
    return { line: 1, column: 1 }
  }
  const placeOfKey = (path: Path): Place => {
    const map = document.getIn(path.slice(0, -1), true)
    const key = isMap(map)
      ? map.items.find((pair) => String(pair.key) === path.at(-1))?.key
      : undefined
    return isNode(key) && key.range ? placeAt(key.range[0]) : placeOf(path)
  }
  return { placeOf, placeOfKey }
}

function unreadable(why: string, place: Place = { line: 1, column: 1 }): RuleProblem {
  return {
    code: 'rules.not-yaml',
    severity: 'error',
    message: `this is not YAML: ${why.charAt(0).toLowerCase()}${why.slice(1)}`,
    hint: 'Mend the YAML; templates of Helm have to be rendered first: helm template.',
    ...place,
  }
}
