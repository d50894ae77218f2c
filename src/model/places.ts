/** Finds the line of one field or one value of a declaration, so that a message points at the word. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Diagnostic } from './diagnostics.ts'

/** A diagnostic that knows which field it is about, or which text. */
export interface Pointing extends Diagnostic {
  readonly field?: string
  readonly word?: string
}

// A declaration longer than this is not searched further: a wrong line is worse than the declaration's own.
const LINES = 120

/** Moves a diagnostic from the declaration to the field or the word it is about. */
export function findField(folder: string, pointing: Pointing): Diagnostic {
  const { field, word, ...diagnostic } = pointing
  const { file, line } = diagnostic
  if (!file || !line || (!field && !word)) return diagnostic
  const path = join(folder, file)
  if (!existsSync(path)) return diagnostic
  const lines = readFileSync(path, 'utf8').split('\n')
  const pattern = word
    ? new RegExp(`(['"\`])(?:[a-z-]+:)?${literal(word)}\\1`)
    : new RegExp(`['"]?\\b${literal(field!)}['"]?\\s*:`)
  for (let i = line - 1; i < Math.min(lines.length, line - 1 + LINES); i++) {
    const at = lines[i]!.search(pattern)
    if (at >= 0) return { ...diagnostic, line: i + 1, column: at + 1 }
    // The next declaration begins at the margin.
    if (i >= line && /^(?:export |const |[a-z]\w*\()/.test(lines[i]!)) break
  }
  return diagnostic
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
