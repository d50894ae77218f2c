/** A model that may travel to the server; its mistakes are printed and the command ends with no. */
import { readFileSync } from 'node:fs'
import { checkWorkload } from '#app'
import { hasErrors, Manifest } from '#model'
import { countDiagnostics, printDiagnostics } from '../diagnostics.ts'
import { AnswerIsNo } from '../exit.ts'
import type { Terminal } from '../terminal.ts'

export interface SavedPlan {
  readonly manifest: Manifest
  readonly revision: number
}

export async function validModel(terminal: Terminal, path: string): Promise<Manifest> {
  const { manifest, diagnostics, folder } = await checkWorkload(path)
  if (!hasErrors(diagnostics)) return manifest
  if (terminal.json) terminal.data({ ok: false, diagnostics })
  else {
    printDiagnostics(terminal, folder, diagnostics)
    terminal.line(`${terminal.status('crit', countDiagnostics(diagnostics))}  nothing was changed`)
  }
  throw new AnswerIsNo()
}

/** The model of a folder, or of a plan that was kept with --out. */
export async function modelOrPlan(
  terminal: Terminal,
  path: string,
): Promise<{ manifest: Manifest; revision?: number }> {
  if (!path.endsWith('.json')) return { manifest: await validModel(terminal, path) }
  const saved = JSON.parse(readFileSync(path, 'utf8')) as SavedPlan
  return { manifest: Manifest.parse(saved.manifest), revision: saved.revision }
}
