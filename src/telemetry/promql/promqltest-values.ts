/** The series of the promqltest format: labels, then values in a short notation such as `1+2x5 _ stale`. */
import { NAME, withLabel } from './labels.ts'
import { parseNumber } from './number.ts'
import { parsePromql } from './parse.ts'
import type { Labels } from './source.ts'

/** A place in a series: a value, nothing, the end of the series, or a native histogram, which is not kept here. */
export type TestValue = number | 'gap' | 'stale' | 'histogram'

/** Splits a line into its labels and the text after them. */
export function splitSeries(line: string): { labels: Labels; rest: string } {
  const head = /^[A-Za-z_:][\w:]*\s*(?=\{(?!\{))|^[A-Za-z_:][\w:]*|^(?=\{)/.exec(line)
  if (!head) throw new Error(`this is not a series: ${line}`)
  const start = head[0].length
  const braces = line[start] === '{' ? bracesAt(line, start) : ''
  const labels = parseLabels(head[0].trim(), braces)
  return { labels, rest: line.slice(start + braces.length).trim() }
}

function bracesAt(line: string, start: number): string {
  const found = /^\{(?:[^"'`}]|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)*\}/.exec(
    line.slice(start),
  )
  if (!found) throw new Error(`the labels do not end: ${line}`)
  return found[0]
}

function parseLabels(name: string, braces: string): Labels {
  let labels: Labels = name ? { [NAME]: name } : {}
  if (!braces || /^\{\s*\}$/.test(braces)) return labels
  // A matcher that is never empty lets any set of labels pass as a selector.
  const selector = parsePromql(`{_="_",${braces.slice(1)}`)
  if (selector.kind !== 'vector') throw new Error(`these are not labels: ${braces}`)
  for (const matcher of selector.matchers)
    if (matcher.name !== '_') labels = withLabel(labels, matcher.name, matcher.value)
  return labels
}

/** A series of a test is not longer than this: a typing error must not fill the memory. */
const MOST_PLACES = 1_000_000

/** All places of a series. */
export function parseValues(text: string): TestValue[] {
  for (const [, times] of text.matchAll(/x(\d+)/g))
    if (Number(times) > MOST_PLACES) throw new Error(`more than ${MOST_PLACES} values: x${times}`)
  const words = text.match(/(?:\{\{[\s\S]*?\}\}|[^\s{])+/g) ?? []
  return words.flatMap(expandWord)
}

function expandWord(word: string): TestValue[] {
  if (word.includes('{{')) {
    const times = /x(\d+)$/.exec(word)
    return Array.from({ length: times ? Number(times[1]) + 1 : 1 }, (): TestValue => 'histogram')
  }
  const gap = /^_(?:x(\d+))?$/.exec(word)
  if (gap) return Array.from({ length: gap[1] ? Number(gap[1]) : 1 }, (): TestValue => 'gap')
  const shape =
    /^(stale|[+-]?(?:inf|nan|[\d._]+(?:e[+-]?\d+)?))(?:([+-])([\d.]+(?:e[+-]?\d+)?))?(?:x(\d+))?$/i.exec(
      word,
    )
  if (!shape) throw new Error(`this is not a value: ${word}`)
  const [, first, sign, by, times] = shape
  const count = times === undefined ? 1 : Number(times) + 1
  if (first === 'stale') return Array.from({ length: count }, (): TestValue => 'stale')
  const start = parseNumber(first!)
  if (start === undefined) throw new Error(`this is not a value: ${word}`)
  const step = by === undefined ? 0 : Number(by) * (sign === '-' ? -1 : 1)
  const values: number[] = [start]
  while (values.length < count) values.push(values.at(-1)! + step)
  return values
}
