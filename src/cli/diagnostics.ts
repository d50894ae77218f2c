/** Mistakes of a model as a compiler shows them: place, line, caret, help. */
import { existsSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Diagnostic } from '#model'
import type { Terminal } from './terminal.ts'

export function printDiagnostics(
  terminal: Terminal,
  folder: string,
  diagnostics: readonly Diagnostic[],
): void {
  for (const { code, severity, message, hint, file, line, column = 1 } of diagnostics) {
    terminal.note(
      `${terminal.status(severity === 'error' ? 'crit' : 'warn', `${severity}[${code}]`)} ${message}`,
    )
    if (file && line) {
      terminal.note(
        terminal.dim(`  --> ${relative(process.cwd(), join(folder, file))}:${line}:${column}`),
      )
      const text = lineOf(join(folder, file), line)
      if (text !== undefined) {
        terminal.note(terminal.dim(`   | `) + text)
        terminal.note(
          terminal.dim(`   | `) + ' '.repeat(Math.max(0, column - 1)) + terminal.bold('^'),
        )
      }
    }
    terminal.note(`  help: ${hint}\n`)
  }
}

function lineOf(file: string, line: number): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n')[line - 1] : undefined
}

/** "2 errors and 1 warning" */
export function countDiagnostics(diagnostics: readonly Diagnostic[]): string {
  const count = (severity: string, word: string) => {
    const n = diagnostics.filter((one) => one.severity === severity).length
    return n === 0 ? [] : [`${n} ${word}${n === 1 ? '' : 's'}`]
  }
  return [...count('error', 'error'), ...count('warning', 'warning')].join(' and ') || 'no mistakes'
}
