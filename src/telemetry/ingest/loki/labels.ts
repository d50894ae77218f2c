/** Stream labels as Loki writes them, `{app="web", path="C:\\x"}`: quoted as Go quotes text. */
import type { Labels } from '../../model.ts'
import { BadTelemetry } from '../format.ts'

const PAIR = /\s*([^\s="{},]+)\s*=\s*("(?:[^"\\]|\\.)*"|`[^`]*`)\s*(,|\}|$)/sy
const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|(.))/gs
const SIGNS: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

const MAX_LENGTH = 100_000

/** @throws BadTelemetry */
export function readStreamLabels(text: string): Labels {
  const bad = () => new BadTelemetry({ reason: `the labels ${text.slice(0, 100)} cannot be read` })
  if (text.length > MAX_LENGTH || !text.startsWith('{') || !text.trimEnd().endsWith('}'))
    throw bad()
  const labels = new Map<string, string>()
  if (/^\{\s*\}\s*$/.test(text)) return {}
  PAIR.lastIndex = 1
  for (;;) {
    const pair = PAIR.exec(text)
    if (!pair) throw bad()
    labels.set(pair[1]!, unquoted(pair[2]!))
    if (pair[3] === ',') {
      if (/^\s*\}\s*$/.test(text.slice(PAIR.lastIndex, PAIR.lastIndex + 20))) break
      continue
    }
    if (pair[3] !== '}' || text.slice(PAIR.lastIndex).trim() !== '') throw bad()
    break
  }
  return Object.fromEntries(labels)
}

function unquoted(quoted: string): string {
  const inner = quoted.slice(1, -1)
  if (quoted.startsWith('`') || !inner.includes('\\')) return inner
  return inner.replace(
    ESCAPE,
    (_, hex?: string, short?: string, long?: string, octal?: string, sign = '') => {
      const code = hex ?? short ?? long
      if (code !== undefined) return signOf(Number.parseInt(code, 16))
      if (octal !== undefined) return signOf(Number.parseInt(octal, 8))
      return SIGNS[sign] ?? sign
    },
  )
}

const signOf = (code: number) => (code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code))
